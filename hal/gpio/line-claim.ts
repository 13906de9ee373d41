import { accessSync, constants, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { HalError } from '../ports/hal-error.ts';
import { dropRecord, exporter, writeRecord } from './line-record.ts';
import { gpioFolder, type SysfsLine } from './sysfs-line.ts';

/** udev gives the group its rights some time after the export: milliseconds to wait for it. */
const patience = 1000;
const rightsRemedy = 'run as root, or add the user to group gpio (udev must give the group /sys/class/gpio)';

/** Lines of this process and what each is for. */
const held = new Map<number, string>();

/** Where the files of an exported line are. */
export function lineFolder(line: SysfsLine): string {
  return join(gpioFolder, `gpio${line.number}`);
}

/** The errno name of an error of the file system. */
export function errnoOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Who has a line, as the kernel tells root: ` gpio-499 (name|consumer) …`. */
function kernelOwner(number: number): string | undefined {
  try {
    const text = readFileSync('/sys/kernel/debug/gpio', 'utf8');
    const [, consumer] = new RegExp(`^ gpio-${number} +\\([^|)]*\\|([^)]*)\\)`, 'm').exec(text) ?? [];
    return consumer?.trim() || undefined;
  } catch {
    return undefined;
  }
}

function exportError(line: SysfsLine, cause: unknown): HalError {
  switch (errnoOf(cause)) {
    case 'EBUSY': {
      const owner = kernelOwner(line.number);
      const who = owner === undefined ? 'a kernel driver or another program' : `"${owner}"`;
      return new HalError('busy', `${line.name}: taken by ${who}; gpioinfo (package gpiod) lists owners`, { cause });
    }
    case 'EACCES':
    case 'EPERM':
      return new HalError('io', `${line.name}: no right to use it: ${rightsRemedy}`, { cause });
    case 'EINVAL':
    case 'ENODEV':
      return new HalError('gone', `${line.name}: the kernel does not have this line`, { cause });
    default:
      return new HalError('io', `${line.name}: cannot be exported (${errnoOf(cause)})`, { cause });
  }
}

/** Whether the line was exported before and is ours to take over. Throws HalError 'busy'. */
function takenOver(line: SysfsLine): boolean {
  if (!existsSync(lineFolder(line))) return false;
  const owner = exporter(line.number);
  if (owner === 'ours') return true;
  const who = owner === 'unknown' ? 'another program' : `process ${owner.pid} (${owner.name})`;
  const remedy = `if nobody uses it: echo ${line.number} > ${gpioFolder}/unexport`;
  throw new HalError('busy', `${line.name}: already exported by ${who}; ${remedy}`);
}

async function waitForRights(line: SysfsLine): Promise<void> {
  const files = ['value', 'direction', 'active_low', 'edge'].map((name) => join(lineFolder(line), name));
  const needed = files.filter((path) => existsSync(path));
  for (const end = performance.now() + patience; ; await wait(10)) {
    try {
      for (const path of needed) accessSync(path, constants.R_OK | constants.W_OK);
      return;
    } catch (cause) {
      if (performance.now() > end) throw exportError(line, cause);
    }
  }
}

/** A line that belongs to this process. */
export interface Claim {
  /** Forgets it; `unexport` gives it back to the kernel, otherwise it stays driven and can be taken over later. Throws nothing. */
  release(how: 'unexport' | 'keep'): void;
}

/**
 * Exports a line and waits, bounded, until its files can be used; takes over one that a dead process of ours left behind.
 * Throws HalError 'busy', 'io', 'gone'.
 */
export async function claimLine(line: SysfsLine, purpose: string): Promise<Claim> {
  const other = held.get(line.number);
  if (other !== undefined) throw new HalError('busy', `${line.name}: this camera uses it already as ${other}`);
  held.set(line.number, purpose);
  const release = (how: 'unexport' | 'keep'): void => {
    held.delete(line.number);
    try {
      if (how === 'keep') return;
      writeFileSync(join(gpioFolder, 'unexport'), String(line.number));
      dropRecord(line.number);
    } catch {
      // The chip is gone, and the line with it.
    }
  };
  let exported = false;
  try {
    if (!takenOver(line)) {
      exportLine(line);
      exported = true;
    }
    writeRecord(line.number);
    await waitForRights(line);
    return { release };
  } catch (error) {
    release(exported ? 'unexport' : 'keep');
    throw error instanceof HalError ? error : new HalError('io', `${line.name}: ${String(error)}`, { cause: error });
  }
}

function exportLine(line: SysfsLine): void {
  try {
    writeFileSync(join(gpioFolder, 'export'), String(line.number));
  } catch (cause) {
    throw exportError(line, cause);
  }
}
