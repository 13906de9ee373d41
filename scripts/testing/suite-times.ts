import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Seconds that suites took when they last passed, by path. */
export type SuiteTimes = Readonly<Record<string, number>>;

/** Reads the times of earlier runs. A file that is absent or damaged counts as empty: times only decide the order. */
export function readSuiteTimes(path: string): SuiteTimes {
  try {
    const stored: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof stored !== 'object' || stored === null) return {};
    const rows = Object.entries(stored).filter(([, seconds]) => typeof seconds === 'number' && seconds >= 0);
    return Object.fromEntries(rows) as SuiteTimes;
  } catch {
    return {};
  }
}

/** Adds new times to the stored ones of suites that are still there, and replaces the file at once. */
export function storeSuiteTimes(path: string, times: SuiteTimes, exists: (source: string) => boolean): void {
  mkdirSync(dirname(path), { recursive: true });
  const known = Object.entries({ ...readSuiteTimes(path), ...times }).filter(([source]) => exists(source));
  const rows = known.sort(([one], [other]) => (one < other ? -1 : 1));
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, `${JSON.stringify(Object.fromEntries(rows), undefined, 1)}\n`);
  renameSync(temporary, path);
}
