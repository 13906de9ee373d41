import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LineFact } from '../ports/digital-line.ts';
import { HalError } from '../ports/hal-error.ts';

/** Folder of the kernel's GPIO chips and lines. */
export const gpioFolder = '/sys/class/gpio';

/** Line by its number in sysfs, with its name for errors. */
export interface SysfsLine {
  readonly number: number;
  /** `relay Relay1: line 3 of chip camboard (gpio499)` */
  readonly name: string;
}

interface Chip {
  readonly label: string;
  readonly base: number;
  readonly lines: number;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    // The chip vanished during the read.
    return '';
  }
}

function chips(folder: string): readonly Chip[] {
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch (cause) {
    const remedy = 'the kernel needs CONFIG_GPIO_SYSFS, and sysfs mounted on /sys';
    throw new HalError('unsupported', `GPIO: ${folder} does not exist: ${remedy}`, { cause });
  }
  return names
    .filter((name) => /^gpiochip\d+$/.test(name))
    .map((name) => ({
      label: read(join(folder, name, 'label')),
      base: Number(read(join(folder, name, 'base')) || Number.NaN),
      lines: Number(read(join(folder, name, 'ngpio')) || Number.NaN),
    }))
    .filter(({ base, lines }) => Number.isInteger(base) && Number.isInteger(lines));
}

/**
 * Finds the number of a line in sysfs by the label of its chip. Among chips with the same label the one that has the line is
 * taken. Throws HalError 'gone' (no such chip, no such line), 'unsupported' (several chips have it; no sysfs GPIO).
 */
export function findLine(fact: LineFact, purpose: string, folder: string = gpioFolder): SysfsLine {
  const name = `${purpose}: line ${fact.line} of chip ${fact.chip}`;
  const all = chips(folder);
  const labelled = all.filter(({ label }) => label === fact.chip);
  if (labelled.length === 0) {
    const present = [...new Set(all.map(({ label }) => label))].join(', ') || 'none';
    throw new HalError('gone', `${name}: no such chip; present: ${present}; correct the board's file, see gpiodetect`);
  }
  const fitting = labelled.filter(({ lines }) => Number.isInteger(fact.line) && fact.line >= 0 && fact.line < lines);
  const [chip] = fitting;
  if (chip === undefined) {
    const most = Math.max(...labelled.map(({ lines }) => lines));
    throw new HalError('gone', `${name}: the chip's lines are 0 to ${most - 1}; correct the board's file`);
  }
  if (fitting.length > 1) {
    const bases = fitting.map(({ base }) => `gpiochip${base}`).join(', ');
    throw new HalError('unsupported', `${name}: ${fitting.length} chips have this label and line (${bases})`);
  }
  const number = chip.base + fact.line;
  return { number, name: `${name} (gpio${number})` };
}
