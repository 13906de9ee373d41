import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { HalError } from '../ports/hal-error.ts';

/** Trimmed text of a file, of the first `longest` bytes. Throws HalError 'gone' and 'unsupported'. */
export function readShortFile(path: string, longest: number): string {
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
