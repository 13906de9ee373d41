import type { ProcessSample } from './process-sample.ts';
import type { Watched } from './watcher.ts';

/** What a soak may not show. */
interface Bounds {
  /** MiB that memory may grow after warm-up, by the straight line through its lows. */
  readonly growthMiB: number;
  /** Descriptors and threads more than at the start, all clients gone. */
  readonly more: number;
  /** ms between two frames of a client that only watches. */
  readonly gap: number;
}

const bounds: Bounds = { growthMiB: 12, more: 2, gap: 1000 };

/**
 * Seconds at the start of a run whose samples say nothing: pools and caches fill, and the sessions of clients that vanish
 * pile up for a minute. Half of a run that is shorter.
 */
function warmUp(length: number): number {
  return Math.min(length / 2, Math.max(length * 0.2, 120));
}

/** Seconds after warm-up below which the waves of garbage collection are taller than any leak. */
const judgedFrom = 480;

/** Parts of the time after warm-up, whose lows are compared: memory that only garbage fills falls back to the same low. */
const parts = 6;

/** The sample with the least memory of each part. */
function lows(samples: readonly ProcessSample[], from: number, to: number): readonly ProcessSample[] {
  const found = new Map<number, ProcessSample>();
  for (const one of samples) {
    const part = Math.min(parts - 1, Math.floor(((one.at - from) / (to - from)) * parts));
    const low = found.get(part);
    if (low === undefined || one.residentMiB < low.residentMiB) found.set(part, one);
  }
  return [...found.values()];
}

/** One process over a run. */
export interface ProcessHistory {
  readonly name: string;
  /** No client, before the crowd comes and after it is gone. */
  readonly before: ProcessSample;
  readonly after: ProcessSample;
  readonly during: readonly ProcessSample[];
}

export interface ProcessVerdict {
  readonly name: string;
  readonly before: ProcessSample;
  readonly after: ProcessSample;
  readonly peak: { readonly descriptors: number; readonly threads: number; readonly residentMiB: number };
  /** MiB per hour, and over the time after warm-up. */
  readonly slope: number;
  readonly growthMiB: number;
  /** Whether the run was long enough to tell a leak from garbage. */
  readonly memoryJudged: boolean;
}

/** Slope of the least-squares line, y per x; 0 for fewer than two different x. */
export function slope(points: readonly { readonly x: number; readonly y: number }[]): number {
  const mean = (of: (point: { readonly x: number; readonly y: number }) => number): number =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean((point) => point.x), mean((point) => point.y)];
  const spread = points.reduce((sum, point) => sum + (point.x - x) ** 2, 0);
  if (points.length < 2 || spread === 0) return 0;
  return points.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0) / spread;
}

export function judgeProcess({ name, before, after, during }: ProcessHistory): ProcessVerdict {
  const last = during.at(-1)?.at ?? 0;
  const from = warmUp(last);
  const settled = during.filter((one) => one.at >= from);
  const perSecond = slope(lows(settled, from, last).map((one) => ({ x: one.at, y: one.residentMiB })));
  const peak = (of: (one: ProcessSample) => number): number => Math.max(0, ...during.map(of));
  return {
    name,
    before,
    after,
    peak: {
      descriptors: peak((one) => one.descriptors),
      threads: peak((one) => one.threads),
      residentMiB: peak((one) => one.residentMiB),
    },
    slope: perSecond * 3600,
    growthMiB: perSecond * (last - from),
    memoryJudged: last - from >= judgedFrom,
  };
}

/** What is wrong with a process; empty = nothing. */
export function leaks(one: ProcessVerdict, limit: Bounds = bounds): readonly string[] {
  const found: string[] = [];
  if (one.memoryJudged && one.growthMiB > limit.growthMiB)
    found.push(`${one.name}: memory grew by ${one.growthMiB.toFixed(1)} MiB after warm-up`);
  for (const what of ['descriptors', 'threads'] as const) {
    if (one.after[what] > one.before[what] + limit.more)
      found.push(`${one.name}: ${one.after[what]} ${what} with all clients gone, ${one.before[what]} before`);
  }
  return found;
}

/** What is wrong with the stream that a watching client got; empty = nothing. */
export function gaps(one: Watched, limit: Bounds = bounds): readonly string[] {
  const found: string[] = [];
  if (one.ended) found.push(`watcher over ${one.transport}: its stream ended`);
  if (one.frames === 0) found.push(`watcher over ${one.transport}: no frame came`);
  if (one.lost > 0) found.push(`watcher over ${one.transport}: ${one.lost} packets missing`);
  if (one.longestGap > limit.gap)
    found.push(`watcher over ${one.transport}: ${Math.round(one.longestGap)} ms without a frame`);
  return found;
}
