import { between, randomOf } from './random.ts';
import type { Size } from './street.ts';

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A person or a car that goes through the picture. */
export interface Thing {
  readonly id: number;
  readonly wide: number;
  readonly high: number;
  /** Top edge, pixels. */
  readonly top: number;
  /** Left edge at a time, seconds; undefined when it is not there. */
  leftAt(time: number): number | undefined;
  readonly looks: Float32Array;
}

interface Plan {
  readonly count: number;
  readonly seconds: number;
  /** Levels between a thing and the street. */
  readonly contrast: number;
  /** Seconds that each car stands in the middle. */
  readonly stop?: number;
  /** First appearance, seconds. */
  readonly from?: number;
}

/** A thing's surface: a base level with patches, as clothes and windows are. */
function looksOf(wide: number, high: number, contrast: number, random: () => number): Float32Array {
  const looks = new Float32Array(wide * high);
  const base = 100 + (random() < 0.5 ? -contrast : contrast);
  const rows = Array.from({ length: Math.ceil(high / 5) * Math.ceil(wide / 4) }, () => between(random, -18, 18));
  for (let y = 0; y < high; y += 1)
    for (let x = 0; x < wide; x += 1)
      looks[y * wide + x] = base + (rows[Math.floor(y / 5) * Math.ceil(wide / 4) + Math.floor(x / 4)] ?? 0);
  return looks;
}

/** Path through the picture from one side to the other, with a stop in the middle. */
function pathOf(
  begin: number,
  speed: number,
  wide: number,
  width: number,
  right: boolean,
  stop: number,
): Thing['leftAt'] {
  const way = width + wide;
  const half = way / 2 / speed;
  return (time) => {
    const past = time - begin;
    const gone = past < half ? past * speed : past < half + stop ? way / 2 : (past - stop) * speed;
    if (past < 0 || gone > way) return undefined;
    return right ? gone - wide : width - gone;
  };
}

export function makeThings({ width, height }: Size, plan: Plan, seed: number): readonly Thing[] {
  const random = randomOf(seed);
  const from = plan.from ?? 3;
  return Array.from({ length: plan.count }, (_, id) => {
    const car = random() < 0.4;
    const wide = Math.round(car ? between(random, 36, 60) : between(random, 9, 15));
    const high = Math.round(car ? between(random, 18, 26) : between(random, 26, 42));
    const top = Math.round(between(random, height * 0.42, height - high - 4));
    const speed = car ? between(random, 50, 110) : between(random, 18, 40);
    // A thing crosses in up to 18 s, which ends before the scene does for most.
    const begin = from + (id / plan.count) * Math.max(1, plan.seconds - from - 6);
    const leftAt = pathOf(begin, speed, wide, width, random() < 0.5, car ? (plan.stop ?? 0) : 0);
    return { id, wide, high, top, leftAt, looks: looksOf(wide, high, plan.contrast, random) };
  });
}

/** The part of a thing that is in the picture. */
export function boxOf(thing: Thing, time: number, { width }: Size): Box | undefined {
  const place = thing.leftAt(time);
  if (place === undefined) return undefined;
  const left = Math.max(0, Math.round(place));
  const right = Math.min(width, Math.round(place) + thing.wide);
  return right <= left ? undefined : { left, top: thing.top, right, bottom: thing.top + thing.high };
}

/** Draws a thing with rounded corners. */
export function drawThing(picture: Float32Array, { width, height }: Size, thing: Thing, left: number): void {
  const cut = Math.floor(Math.min(thing.wide, thing.high) / 4);
  for (let y = 0; y < thing.high; y += 1) {
    const edge = Math.max(0, cut - Math.min(y, thing.high - 1 - y) - 1);
    for (let x = edge; x < thing.wide - edge; x += 1) {
      const column = left + x;
      const line = thing.top + y;
      if (column < 0 || column >= width || line < 0 || line >= height) continue;
      picture[line * width + column] = thing.looks[y * thing.wide + x] ?? 0;
    }
  }
}
