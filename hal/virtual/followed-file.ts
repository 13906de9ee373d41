import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Clock } from '../ports/clock.ts';

/**
 * Time (ms) without a further change after which a changed file is read: a writer that truncates the file and writes it again leaves
 * it empty in between.
 */
const settleTime = 10;
/** Times (ms) between two reads of a file: while the kernel reports its changes, and where it cannot. */
const intervals = { watched: 1000, polled: 50 } as const;

/** Reports of the kernel about a file, which may be replaced or not exist yet; undefined where there are none. */
function watchFile(path: string, onChange: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(dirname(path), { persistent: false }, (_event, name) => {
      if (name === null || name === basename(path)) onChange();
    });
    // The folder is gone: the file is still read now and then.
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}

/** Reads a file at once, soon after each change, and now and then. Returns how to stop. */
export function followFile(path: string, read: () => void, clock: Clock): () => void {
  let settling: (() => void) | undefined;
  const watcher = watchFile(path, () => {
    settling?.();
    settling = clock.after(settleTime, read);
  });
  read();
  const endPoll = clock.every(watcher === undefined ? intervals.polled : intervals.watched, read);
  return () => {
    watcher?.close();
    settling?.();
    endPoll();
  };
}
