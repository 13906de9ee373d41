import { HalError } from '../../hal/ports/hal-error.ts';
import type { Range } from '../../hal/ports/range.ts';
import { Fault } from '../faults/fault.ts';

/** Fault SettingsInvalid with the reason. */
export function settingsInvalid(reason: string): Fault {
  return new Fault('SettingsInvalid', `Settings invalid: ${reason}`);
}

/** The number itself; throws SettingsInvalid when it is none or out of the range. */
export function inRange(name: string, value: number, { min, max }: Range): number {
  if (!(value >= min && value <= max)) throw settingsInvalid(`${name} is ${min}..${max}, not ${value}`);
  return value;
}

/** Turns a refusal by the hardware layer into SettingsInvalid; other errors stay as they are. */
export function asSettingsInvalid(error: unknown): unknown {
  const refused = error instanceof HalError && (error.kind === 'out-of-range' || error.kind === 'unsupported');
  return refused ? settingsInvalid(error.message) : error;
}
