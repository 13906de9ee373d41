import { readFileSync, writeFileSync } from 'node:fs';

/** The other side of i2c-boardsim (test/board/kernel): the chips and what goes wrong with their bus. */

const parameters = '/sys/module/i2c_boardsim/parameters';

/** Number of the adapter behind which the simulated chips are. */
export const boardAdapter = 0;

export const pca9685 = 0x40;
export const bh1750 = 0x23;
export const veml7700 = 0x10;

/** All 256 registers of the PCA9685, as the camera has written them. */
export function registers(): Buffer {
  return readFileSync('/sys/kernel/debug/i2c-boardsim/40');
}

/** The light that both sensors see. */
export function setLux(lux: number): void {
  writeFileSync(`${parameters}/lux`, String(lux));
}

/** `nak`: nobody acknowledges; `stuck`: every transfer fails after 50 ms, as on a bus held low. Back to normal with false. */
export function setFault(fault: 'nak' | 'stuck', present: boolean): void {
  writeFileSync(`${parameters}/${fault}`, present ? 'Y' : 'N');
}

/** How long (ms) a transfer on a stuck bus takes to fail; an adapter without a working time limit takes for ever. */
export function setStuckTime(milliseconds: number): void {
  writeFileSync(`${parameters}/stuck_ms`, String(milliseconds));
}
