import type { LevelRange } from '../../hal/ports/camera.ts';
import { clamp, type Range } from '../../hal/ports/range.ts';

/**
 * Units of a level on the wire:
 * - `neutral` 0..100, where 50 is the camera's initial value if that lies within its range
 * - `percent` 0..100 and `fraction` 0..1, in proportion
 * - `own` the camera's own units: µs, dB, gains
 */
export type Scale = 'neutral' | 'percent' | 'fraction' | 'own';

const ends = { neutral: 100, percent: 100, fraction: 1 } as const;

/** Range of a level on the wire. */
export function standardRange(scale: Scale, { min, max }: LevelRange): Range {
  return scale === 'own' ? { min, max } : { min: 0, max: ends[scale] };
}

/** Points that lie on each other: camera, wire. Between them the scale is straight. */
function points(scale: Scale, range: LevelRange): readonly (readonly [camera: number, wire: number])[] {
  const { min, max, initial } = range;
  const wire = standardRange(scale, range);
  const middle = scale === 'neutral' && initial > min && initial < max ? [[initial, 50] as const] : [];
  return [[min, wire.min], ...middle, [max, wire.max]];
}

type Ends = readonly [from: number, to: number];

function along(value: number, [from, to]: Ends, [start, end]: Ends): number {
  return start + ((value - from) / (to - from)) * (end - start);
}

function converted(value: number, rows: readonly Ends[]): number {
  const upper = Math.max(
    1,
    rows.findIndex(([at], index) => index > 0 && value <= at),
  );
  const [from, start] = rows[upper - 1] ?? [0, 0];
  const [to, end] = rows[upper] ?? [1, 1];
  return along(value, [from, to], [start, end]);
}

/** Value of the camera on the wire. Seven digits show each step of a camera as a number of its own. */
export function toStandard(scale: Scale, range: LevelRange, value: number): number {
  if (scale === 'own') return value;
  return Number(converted(clamp(value, range), points(scale, range)).toPrecision(7));
}

/** Value of the wire in the camera's units; one beyond the camera's range goes to its end. */
export function toCamera(scale: Scale, range: LevelRange, value: number): number {
  const within = clamp(value, standardRange(scale, range));
  if (scale === 'own') return within;
  const rows = points(scale, range).map(([camera, wire]) => [wire, camera] as const);
  return clamp(converted(within, rows), range);
}
