import { renameSync, writeFileSync } from 'node:fs';
import type { Logger } from 'pino';
import type { Clock } from '../ports/clock.ts';
import { reasonOf } from '../ports/hal-error.ts';
import { systemClock } from '../system/clock.ts';
import { onVirtualContact, setVirtualInput, virtualContacts } from './contacts.ts';
import { followFile } from './followed-file.ts';
import { readShortFile } from './short-file.ts';

const longest = 1024;

/**
 * Closes the simulated inputs that a file names, separated by blanks or lines, and opens the others, now and at each change. A file
 * that cannot be read changes nothing and is warned of once. Returns how to stop.
 */
export function followInputFile(
  path: string,
  ids: readonly string[],
  log: Pick<Logger, 'warn'>,
  clock: Clock = systemClock,
): () => void {
  let warned = '';
  const poll = (): void => {
    try {
      const closed = readShortFile(path, longest).split(/\s+/);
      for (const id of ids) setVirtualInput(id, closed.includes(id));
      warned = '';
    } catch (error) {
      const reason = reasonOf(error);
      if (reason !== warned) log.warn({ file: path, reason }, 'simulated inputs cannot be read from the file');
      warned = reason;
    }
  };
  return followFile(path, poll, clock);
}

/**
 * Writes the simulated contacts into a file, now and at each change: one line each, `Relay1 closed`. A reader never sees half a file.
 * Returns how to stop.
 */
export function showContacts(path: string, log: Pick<Logger, 'warn'>): () => void {
  const temporary = `${path}.${process.pid}`;
  const write = (): void => {
    const lines = [...virtualContacts()].map(([id, closed]) => `${id} ${closed ? 'closed' : 'open'}\n`);
    try {
      writeFileSync(temporary, lines.join(''));
      renameSync(temporary, path);
    } catch (error) {
      log.warn({ file: path, reason: reasonOf(error) }, 'simulated contacts cannot be written to the file');
    }
  };
  write();
  return onVirtualContact(write);
}
