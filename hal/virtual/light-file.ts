import type { Logger } from 'pino';
import type { Clock } from '../ports/clock.ts';
import { reasonOf } from '../ports/hal-error.ts';
import { systemClock } from '../system/clock.ts';
import type { VirtualLight } from './light.ts';
import { readShortFile } from './short-file.ts';

/** Time (ms) between two reads of the file. */
const pollInterval = 500;
/** Longest number that is read, bytes. */
const longest = 64;

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
      const now = readShortFile(path, longest);
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
