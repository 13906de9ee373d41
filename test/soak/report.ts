import type { Tally } from './crowd.ts';
import { lives } from './lives.ts';
import { gaps, judgeProcess, leaks, type ProcessHistory, type ProcessVerdict } from './verdict.ts';
import type { Watched } from './watcher.ts';

export interface SoakResult {
  readonly minutes: number;
  readonly clients: number;
  readonly processes: readonly ProcessVerdict[];
  readonly watchers: readonly Watched[];
  readonly lives: Readonly<Record<string, Tally>>;
  readonly chores: Readonly<Record<string, Tally>>;
  readonly notServed: Readonly<Record<string, string>>;
  /** Empty = passed. */
  readonly faults: readonly string[];
}

/** Share of well-behaved lives that may fail: a machine that is busy for a moment is no fault. */
const tolerated = 0.02;

/** Kinds of well-behaved clients that were not served. */
function unserved(tallies: Readonly<Record<string, Tally>>): readonly string[] {
  return Object.entries(tallies).flatMap(([key, tally]) => {
    const { begun, failures } = tally;
    const failed = failuresOf(tally);
    const wellBehaved = lives[key.slice(0, key.lastIndexOf(','))]?.wellBehaved ?? false;
    if (!wellBehaved || failed <= Math.max(1, begun * tolerated)) return [];
    return [`${key}: ${failed} of ${begun} were not served (${Object.keys(failures).join('; ')})`];
  });
}

const failuresOf = ({ failures }: Tally): number => Object.values(failures).reduce((sum, times) => sum + times, 0);

/** Operations that were refused: administrators ask for nothing that the camera may refuse. */
function refused(tallies: Readonly<Record<string, Tally>>): readonly string[] {
  return Object.entries(tallies)
    .filter(([, tally]) => failuresOf(tally) > Math.max(1, tally.begun * tolerated))
    .map(
      ([name, tally]) =>
        `${name}: ${failuresOf(tally)} of ${tally.begun} failed (${Object.keys(tally.failures).join('; ')})`,
    );
}

export function judge(run: Omit<SoakResult, 'processes' | 'faults'>, histories: readonly ProcessHistory[]): SoakResult {
  const processes = histories.map(judgeProcess);
  const faults = [
    ...processes.flatMap((one) => leaks(one)),
    ...run.watchers.flatMap((one) => gaps(one)),
    ...unserved(run.lives),
    ...refused(run.chores),
  ];
  return { ...run, processes, faults };
}

/** Memory (MiB) that the control process, which a restart over SOAP does not end, may hold more after the last part than after the first. */
const restartGrowth = 12;

/** What grew, or was served no more, from one restart to the next; empty = nothing. */
export function acrossRestarts(parts: readonly Pick<SoakResult, 'processes' | 'notServed'>[]): readonly string[] {
  const [first, ...others] = parts;
  const before = first?.processes[0];
  const after = others.at(-1)?.processes[0];
  if (first === undefined || before === undefined || after === undefined) return [];
  const more = after.after.residentMiB - before.after.residentMiB;
  const lost = others.flatMap(({ notServed }, index) =>
    Object.entries(notServed)
      .filter(([what]) => !(what in first.notServed))
      .map(([what, reason]) => `not served after restart ${index + 1}: ${what}: ${reason}`),
  );
  const grown = `${before.name}: ${more.toFixed(1)} MiB more after ${others.length} restarts`;
  return [...lost, ...(more > restartGrowth ? [grown] : [])];
}

function processLine({ name, before, after, peak, slope, growthMiB, memoryJudged }: ProcessVerdict): string {
  const held = (what: 'descriptors' | 'threads'): string => `${what} ${before[what]} → ${peak[what]} → ${after[what]}`;
  const growth = memoryJudged ? `${growthMiB.toFixed(1)} MiB after warm-up` : 'too short a run to judge it';
  return (
    `${name}: ${held('descriptors')}, ${held('threads')}, memory peak ${peak.residentMiB.toFixed(1)} MiB, ` +
    `slope ${slope.toFixed(1)} MiB an hour (${growth})`
  );
}

function lifeLine([key, { begun, ended, packets, failures }]: [string, Tally]): string {
  const reasons = Object.entries(failures).map(([reason, times]) => `${times} × ${reason}`);
  return `  ${key}: ${ended} of ${begun}${packets > 0 ? `, ${packets} packets` : ''}${reasons.length > 0 ? `; ${reasons.join('; ')}` : ''}`;
}

/** The result for people. */
export function describeResult(result: SoakResult): string {
  const watched = result.watchers.map(
    ({ transport, frames, lost, longestGap }) =>
      `watcher over ${transport}: ${frames} frames, ${lost} packets missing, longest gap ${Math.round(longestGap)} ms`,
  );
  const notServed = Object.entries(result.notServed).map(([what, reason]) => `not served: ${what}: ${reason}`);
  const verdict = result.faults.length === 0 ? ['passed'] : result.faults.map((fault) => `FAULT ${fault}`);
  return [
    `${result.minutes} minutes, ${result.clients} clients at a time`,
    ...result.processes.map(processLine),
    ...watched,
    'lives:',
    ...Object.entries(result.lives).map(lifeLine),
    'administrators:',
    ...Object.entries(result.chores).map(lifeLine),
    ...notServed,
    ...verdict,
  ].join('\n');
}
