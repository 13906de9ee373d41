/** What a light sensor measures with. */
export interface LightMeter {
  /** Milliseconds after a change of light until a reading tells of it. */
  readonly settle: number;
  /** lux, of light that fell after the call. One call at a time. */
  read(): Promise<number>;
  sleep(): Promise<void>;
}

/** Milliseconds in which lamps reach their brightness. */
export const lampTime = 200;

/** A way to measure: a chip has several, from the one for darkness to the one for sunlight. */
export interface MeterRange {
  readonly luxPerCount: number;
  /** Counts above which the next brighter range measures better. */
  readonly high: number;
  /** Counts below which the next darker one does. */
  readonly low: number;
}

/** Which range to measure in next, by its place in a table from dark to bright; the same when the counts fit. */
function fittingRange(ranges: readonly MeterRange[], index: number, counts: number): number {
  const range = ranges[index];
  if (range === undefined) return 0;
  if (counts > range.high) return Math.min(index + 1, ranges.length - 1);
  if (counts < range.low) return Math.max(index - 1, 0);
  return index;
}

/** Measures, changing the range until the counts fit; each range at most once, so that flickering light ends too. */
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
