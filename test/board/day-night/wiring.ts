import type { IrCutFilterFact } from '../../../hal/boards/facts/day-night.ts';
import type { PwmFact } from '../../../hal/boards/facts/wires.ts';
import { openI2cBus } from '../../../hal/i2c/i2c-bus.ts';
import type { I2cBus, OpenI2cBus } from '../../../hal/ports/i2c-bus.ts';
import { pca9685, registers } from '../simulated-i2c.ts';
import { boardLine, level } from '../simulated-lines.ts';

/** Wiring of day and night: lines of the board's chip, an output of its PCA9685. */
export const coilIn = 10;
export const coilOut = 11;
/** Lines of a filter in another process, which stay with that process until it ends. */
export const childCoilIn = 13;
export const childCoilOut = 14;
export const lampLine = 12;
const lampOutput = 6;

export function pulsedFilter(pulse: number): Extract<IrCutFilterFact, { driver: 'pulse' }> {
  return { id: 'Filter1', driver: 'pulse', in: boardLine(coilIn), out: boardLine(coilOut), pulse };
}

/** Bus shared by all parts, as in the firmware. */
export function sharedBus(): { readonly bus: OpenI2cBus; readonly close: () => Promise<void> } {
  const buses = new Map<number, Promise<I2cBus>>();
  return {
    bus: (adapter) => {
      const bus = buses.get(adapter) ?? openI2cBus(adapter);
      buses.set(adapter, bus);
      return bus;
    },
    close: async () => {
      for (const bus of buses.values()) await (await bus).close();
    },
  };
}

/** Duty of the lamp's output, 0..1, from the chip's registers. */
export function lampDuty(): number {
  const at = 0x06 + 4 * lampOutput;
  const [, onHigh = 0, offLow = 0, offHigh = 0] = registers().subarray(at, at + 4);
  if ((offHigh & 0x10) !== 0) return 0;
  return (onHigh & 0x10) !== 0 ? 1 : (offLow | (offHigh << 8)) / 4096;
}

/** Level of the lamp's line. */
export function lampLevel(): number {
  return level(lampLine);
}

export const lampPwm: PwmFact = { chip: 'pca9685', i2c: { adapter: 0, address: pca9685 }, channel: lampOutput };
