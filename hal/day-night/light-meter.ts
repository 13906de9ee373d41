/** Measuring part of a light sensor. */
export interface LightMeter {
  /** Time (ms) after a change of light until a reading shows it. */
  readonly settle: number;
  /** Measures light from the call on, lux. Calls do not overlap. */
  read(): Promise<number>;
  sleep(): Promise<void>;
}

/** Time (ms) until lamps reach their brightness. */
export const lampTime = 200;

/** Measuring range of a chip, from darkness to sunlight. */
export interface MeterRange {
  readonly luxPerCount: number;
  /** Counts above which the next brighter range measures better. */
  readonly high: number;
  /** Counts below which the next darker range measures better. */
  readonly low: number;
}

/** Index of the next range in a table from dark to bright; the same index when the counts fit. */
function fittingRange(ranges: readonly MeterRange[], index: number, counts: number): number {
  const range = ranges[index];
  if (range === undefined) return 0;
  if (counts > range.high) return Math.min(index + 1, ranges.length - 1);
  if (counts < range.low) return Math.max(index - 1, 0);
  return index;
}

/** Measures in changing ranges until the counts fit; each range at most once, so that flickering light causes no endless loop. */
export async function measureInRanges<R extends MeterRange>(
  ranges: readonly [R, ...R[]],
  start: number,
  measure: (range: R, index: number) => Promise<number>,
): Promise<{ readonly index: number; readonly range: R; readonly counts: number }> {
  const tried = new Set<number>();
  for (let index = start; ; ) {
    const range = ranges[index] ?? ranges[0];
    tried.add(index);
    const counts = await measure(range, index);
    const better = fittingRange(ranges, index, counts);
    if (tried.has(better)) return { index, range, counts };
    index = better;
  }
}
