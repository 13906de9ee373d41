import { accessSync, constants, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { errnoOf, HalError } from '../ports/hal-error.ts';
import { dropRecord, exporter, writeRecord } from './line-record.ts';
import { gpioFolder, type SysfsLine } from './sysfs-line.ts';

/** Longest time (ms) from the export until udev has given the group its rights. */
const rightsTimeout = 1000;
const rightsRemedy = 'run as root, or add the user to group gpio (udev must give the group /sys/class/gpio)';

/** Lines of this process with their purposes. */
const held = new Map<number, string>();

/** Folder of an exported line. */
export function lineFolder(line: SysfsLine): string {
  return join(gpioFolder, `gpio${line.number}`);
}

/** Consumer of a line, which the kernel shows to root as ` gpio-499 (name|consumer) …`. */
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
      return new HalError('busy', `${line.name}: used by ${who}; gpioinfo (package gpiod) lists owners`, { cause });
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

/** True for a line that a dead process of the firmware left exported. Throws HalError 'busy' for a line of another process. */
function takenOver(line: SysfsLine): boolean {
  if (!existsSync(lineFolder(line))) return false;
  const owner = exporter(line.number);
  if (owner === 'ours') return true;
  const who = owner === 'unknown' ? 'another program' : `process ${owner.pid} (${owner.name})`;
  const remedy = `if it is unused: echo ${line.number} > ${gpioFolder}/unexport`;
  throw new HalError('busy', `${line.name}: already exported by ${who}; ${remedy}`);
}

async function waitForRights(line: SysfsLine): Promise<void> {
  const files = ['value', 'direction', 'active_low', 'edge'].map((name) => join(lineFolder(line), name));
  const needed = files.filter((path) => existsSync(path));
  for (const end = performance.now() + rightsTimeout; ; await wait(10)) {
    try {
      for (const path of needed) accessSync(path, constants.R_OK | constants.W_OK);
      return;
    } catch (cause) {
      if (performance.now() > end) throw exportError(line, cause);
    }
  }
}

/** Ownership of a line by this process. */
export interface Claim {
  /** Gives up the line: `unexport` returns it to the kernel, `keep` leaves it driven for a later start. Never throws. */
  release(how: 'unexport' | 'keep'): void;
}

/**
 * Exports a line and waits, bounded, until its files are accessible; a line that a dead process of the firmware left is taken over.
 * Throws HalError 'busy', 'io', 'gone'.
 */
export async function claimLine(line: SysfsLine, purpose: string): Promise<Claim> {
  const other = held.get(line.number);
  if (other !== undefined) throw new HalError('busy', `${line.name}: already used by this camera for ${other}`);
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
