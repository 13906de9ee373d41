import { readFileSync, writeFileSync } from 'node:fs';

/** Control of i2c-boardsim (test/board/kernel): the simulated chips and faults of their bus. */

const parameters = '/sys/module/i2c_boardsim/parameters';

/** Number of the adapter of the simulated chips. */
export const boardAdapter = 0;

export const pca9685 = 0x40;
export const bh1750 = 0x23;
export const veml7700 = 0x10;

/** Registers of the PCA9685, as the camera has written them. */
export function registers(): Buffer {
  return readFileSync('/sys/kernel/debug/i2c-boardsim/40');
}

/** Sets the light on both sensors, lux. */
export function setLux(lux: number): void {
  writeFileSync(`${parameters}/lux`, String(lux));
}

/** Sets a fault: `nak`: no chip acknowledges; `stuck`: every transfer fails after 50 ms, as on a bus held low. */
export function setFault(fault: 'nak' | 'stuck', present: boolean): void {
  writeFileSync(`${parameters}/${fault}`, present ? 'Y' : 'N');
}

/** Sets the time (ms) until a transfer on a stuck bus fails; an adapter without a time limit would never fail. */
export function setStuckTime(milliseconds: number): void {
  writeFileSync(`${parameters}/stuck_ms`, String(milliseconds));
}
