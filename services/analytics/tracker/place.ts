import type { Box, Point } from '../scene/scene.ts';

/** Where something is in the analysed picture: middle and size of its box, pixels, y pointing down. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly wide: number;
  readonly high: number;
}

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

export function placeOf({ left, top, right, bottom }: Box): Place {
  return { x: (left + right) / 2, y: (top + bottom) / 2, wide: right - left, high: bottom - top };
}

export function distance(one: Pick<Place, 'x' | 'y'>, other: Pick<Place, 'x' | 'y'>): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}

/** Common area, square pixels. */
function common(one: Place, other: Place): number {
  const wide =
    Math.min(one.x + one.wide / 2, other.x + other.wide / 2) - Math.max(one.x - one.wide / 2, other.x - other.wide / 2);
  const high =
    Math.min(one.y + one.high / 2, other.y + other.high / 2) - Math.max(one.y - one.high / 2, other.y - other.high / 2);
  return wide > 0 && high > 0 ? wide * high : 0;
}

const area = ({ wide, high }: Place): number => wide * high;

/** Common area as a part of that of both together, 0..1. */
export function overlap(one: Place, other: Place): number {
  const both = common(one, other);
  return both === 0 ? 0 : both / (area(one) + area(other) - both);
}

/** Common area as a part of the smaller of both, 0..1. */
export function covered(one: Place, other: Place): number {
  return common(one, other) / Math.max(1, Math.min(area(one), area(other)));
}

/** Pixels as normalized coordinates. */
export function normalizedPoint({ x, y }: Pick<Place, 'x' | 'y'>, { width, height }: PictureSize): Point {
  return { x: (2 * x) / width - 1, y: 1 - (2 * y) / height };
}

/** The part of a place that is in the picture, in normalized coordinates. */
export function normalizedBox({ x, y, wide, high }: Place, size: PictureSize): Box {
  const inside = (value: number, most: number): number => Math.min(most, Math.max(0, value));
  const upper = normalizedPoint({ x: inside(x - wide / 2, size.width), y: inside(y - high / 2, size.height) }, size);
  const lower = normalizedPoint({ x: inside(x + wide / 2, size.width), y: inside(y + high / 2, size.height) }, size);
  return { left: upper.x, top: upper.y, right: lower.x, bottom: lower.y };
}
