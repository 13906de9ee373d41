import type { Point } from '../scene/scene.ts';

/** Whether a point is inside a simple polygon, which may be concave. Points of the outline may count as either. */
export function isInside(polygon: readonly Point[], { x, y }: Point): boolean {
  let inside = false;
  let a = polygon.at(-1);
  for (const b of polygon) {
    if (a !== undefined && a.y > y !== b.y > y && x < a.x + ((y - a.y) * (b.x - a.x)) / (b.y - a.y)) inside = !inside;
    a = b;
  }
  return inside;
}

/** Distance of a point from a segment. */
export function distanceToSegment({ x, y }: Point, [a, b]: readonly [Point, Point]): number {
  const [wide, high] = [b.x - a.x, b.y - a.y];
  const length = wide * wide + high * high;
  const part = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - a.x) * wide + (y - a.y) * high) / length));
  return Math.hypot(x - a.x - part * wide, y - a.y - part * high);
}

/** Distance of a point from the outline of a polygon. */
export function distanceToOutline(polygon: readonly Point[], point: Point): number {
  let least = Number.POSITIVE_INFINITY;
  let a = polygon.at(-1);
  for (const b of polygon) {
    if (a !== undefined) least = Math.min(least, distanceToSegment(point, [a, b]));
    a = b;
  }
  return least;
}
