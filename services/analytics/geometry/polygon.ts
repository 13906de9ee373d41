import type { Point } from '../scene/scene.ts';

/** Pairs of neighbouring points, the last with the first. */
export function sidesOf(points: readonly Point[]): readonly (readonly [Point, Point])[] {
  return points.flatMap((point, index) => {
    const next = points[(index + 1) % points.length];
    return next === undefined ? [] : [[point, next] as const];
  });
}

/** Whether a point is inside a simple polygon, which may be concave. Points of the outline may count as either. */
export function isInside(polygon: readonly Point[], { x, y }: Point): boolean {
  let inside = false;
  for (const [a, b] of sidesOf(polygon))
    if (a.y > y !== b.y > y && x < a.x + ((y - a.y) * (b.x - a.x)) / (b.y - a.y)) inside = !inside;
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
  return Math.min(...sidesOf(polygon).map((side) => distanceToSegment(point, side)));
}
