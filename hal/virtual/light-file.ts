import { closeSync, openSync, readSync, statSync } from 'node:fs';
import type { Logger } from 'pino';
import type { Clock } from '../ports/clock.ts';
import { HalError, reasonOf } from '../ports/hal-error.ts';
import { systemClock } from '../system/clock.ts';
import type { VirtualLight } from './light.ts';

/** Time (ms) between two reads of the file. */
const pollInterval = 500;
/** Longest number that is read, bytes. */
const longest = 64;

/** Trimmed text of a file. Throws HalError 'gone' and 'unsupported'. */
function readShort(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) throw new HalError('gone', `the file ${path} does not exist`);
  // Reading anything else than a file may never end.
  if (!stat.isFile()) throw new HalError('unsupported', `${path} is not a file`);
  const descriptor = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(longest);
    return bytes.toString('utf8', 0, readSync(descriptor, bytes, 0, longest, 0)).trim();
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Sets a virtual light to the number (lux, 0..200000) in a file, now and at each change. Other text changes nothing and is warned of
 * once. Returns how to stop.
 */
export function followLightFile(
  path: string,
  light: VirtualLight,
  log: Pick<Logger, 'warn'>,
  clock: Clock = systemClock,
): () => void {
  let text: string | undefined;
  let warned = '';
  const poll = (): void => {
    try {
      const now = readShort(path);
      if (now === text) return;
      text = now;
      light.setLight(now === '' ? Number.NaN : Number(now));
      warned = '';
    } catch (error) {
      const reason = reasonOf(error);
      if (reason !== warned) log.warn({ file: path, text, reason }, 'no valid light in the file');
      warned = reason;
    }
  };
  poll();
  return clock.every(pollInterval, poll);
}
