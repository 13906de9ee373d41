/** A suite that is known to fail now and then. */
interface FlakyEntry {
  readonly source: string;
  /** Day on which it was first seen, as YYYY-MM-DD. */
  readonly since: string;
  readonly reason: string;
}

export interface FlakyList {
  readonly entries: readonly FlakyEntry[];
  /** Lines that are wrong, and entries that are too old. Each one fails the run. */
  readonly faults: readonly string[];
}

/** Days that a suite may stay on the list before it must be mended. */
const daysAllowed = 14;

/** Reads test/flaky.txt: a line is `PATH YYYY-MM-DD REASON`; lines that begin with # are comments. */
export function readFlakyList(text: string, today: Date, exists: (source: string) => boolean): FlakyList {
  const entries: FlakyEntry[] = [];
  const faults: string[] = [];
  for (const line of text.split('\n').map((one) => one.trim())) {
    if (line === '' || line.startsWith('#')) continue;
    const [, source = '', since = '', reason = ''] = /^(\S+)\s+(\d{4}-\d\d-\d\d)\s+(\S.*)$/.exec(line) ?? [];
    const age = Math.floor((today.getTime() - Date.parse(since)) / 86_400_000);
    if (Number.isNaN(age)) faults.push(`not PATH YYYY-MM-DD REASON: ${line}`);
    else if (!exists(source)) faults.push(`there is no suite ${source}`);
    else if (age < 0) faults.push(`${source} is dated in the future: ${since}`);
    else if (age > daysAllowed)
      faults.push(`${source} is flaky since ${since}: more than ${daysAllowed} days, mend it`);
    else entries.push({ source, since, reason });
  }
  return { entries, faults };
}

/** Lines that name the suites which failed and passed when run again. */
export function describeFlaky(flaky: readonly string[], { entries }: FlakyList): readonly string[] {
  if (flaky.length === 0) return [];
  const known = flaky.flatMap((source) => entries.filter((entry) => entry.source === source));
  const unknown = flaky.filter((source) => !known.some((entry) => entry.source === source));
  return [
    `${flaky.length} flaky (failed, then passed when run again alone): ${flaky.join(', ')}`,
    ...known.map(({ source, since, reason }) => `     known since ${since}: ${source}: ${reason}`),
    ...unknown.map(
      (source) => `     NOT in test/flaky.txt: ${source}: mend it, or add it with today's date and the reason`,
    ),
  ];
}
