import { closeSync, openSync, readSync, statSync } from 'node:fs';
import type { Logger } from 'pino';
import type { Clock } from '../ports/clock.ts';
import { HalError } from '../ports/hal-error.ts';
import { systemClock } from '../system/clock.ts';
import type { VirtualLight } from './light.ts';

/** Milliseconds between looks at the file. */
const lookInterval = 500;
/** Bytes of the longest number that is read. */
const longest = 64;

/** Its text without space around it. Throws HalError 'gone' and 'unsupported'. */
function readShort(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) throw new HalError('gone', `the file ${path} is not there`);
  // Of anything else reading may never end.
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
 * Keeps a virtual light at the number (lux, 0..200000) that a file says, from now on. What is no such number changes nothing
 * and is warned of once. Returns how to end it.
 */
export function followLightFile(
  path: string,
  light: VirtualLight,
  log: Pick<Logger, 'warn'>,
  clock: Clock = systemClock,
): () => void {
  let text: string | undefined;
  let warned = '';
  const look = (): void => {
    try {
      const now = readShort(path);
      if (now === text) return;
      text = now;
      light.setLight(now === '' ? Number.NaN : Number(now));
      warned = '';
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (reason !== warned) log.warn({ file: path, text, reason }, 'the file says no light');
      warned = reason;
    }
  };
  look();
  return clock.every(lookInterval, look);
}
