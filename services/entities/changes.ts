import { Fault } from '../faults/fault.ts';
import { milliseconds } from '../schema/simple/duration.ts';
import { entityLimits } from './model.ts';

/** Parts of a change that all kinds of configurations share. They throw ConfigModify. */

export function modify(reason: string): Fault {
  return new Fault('ConfigModify', reason);
}

export function newName(name: string): string {
  if (name.length > entityLimits.name) throw modify(`Name longer than ${entityLimits.name} characters`);
  return name;
}

/** Session timeout in seconds, limited to the range; the standard lets a device adapt it. */
export function clampTimeout(seconds: number): number {
  const { min, max } = entityLimits.sessionTimeout;
  return Math.min(max, Math.max(min, Math.round(seconds)));
}

/** Seconds of a SessionTimeout, within the limits. */
export function newTimeout(duration: string): number {
  const seconds = milliseconds(duration) / 1000;
  if (Number.isNaN(seconds)) throw modify('SessionTimeout is no duration');
  return clampTimeout(seconds);
}

/** Token of a part of the board. Fault: ConfigModify for one that it does not have. */
export function newReference(wanted: string, known: readonly string[], what: string): string {
  if (!known.includes(wanted)) throw modify(`${what} ${wanted} does not exist`);
  return wanted;
}
