import { Fault } from '../../../faults/fault.ts';
import type * as tt from '../../../generated/tt.ts';
import type { PicturePoint } from '../geometry.ts';

/** Most points of a polygon. */
export const mostPoints = 16;
/** How far a point may lie beyond the picture by rounding. */
const beyond = 1.001;
/** Smallest side of a cell in -1..1, of a picture of 4096 pixels with cells of two. */
const cell = 4 / 4096;

/** Twice the area that the outline encloses with its box: zero for points on one line. */
function isFlat(points: readonly PicturePoint[]): boolean {
  const [first] = points;
  if (first === undefined) return true;
  const areas = points.flatMap((a) =>
    points.map((b) => Math.abs((a.x - first.x) * (b.y - first.y) - (b.x - first.x) * (a.y - first.y))),
  );
  return Math.max(...areas) < 4 * cell * cell;
}

/** Polygon that a client wants. It may cross itself. Fault: InvalidPolygon. */
export function newPolygon({ Point }: tt.Polygon): readonly PicturePoint[] {
  if (Point.length > mostPoints) throw new Fault('InvalidPolygon', `More than ${mostPoints} points`);
  const points = Point.map(({ x, y }) => ({ x, y }));
  if (points.some(({ x, y }) => !(Math.abs(x) <= beyond && Math.abs(y) <= beyond)))
    throw new Fault('InvalidPolygon', 'A point is not within -1..1');
  if (new Set(points.map(({ x, y }) => `${x} ${y}`)).size < 3)
    throw new Fault('InvalidPolygon', 'Fewer than 3 different points');
  if (isFlat(points)) throw new Fault('InvalidPolygon', 'The points are on one line');
  return points;
}

type Side = (point: PicturePoint) => number;

const sides: readonly Side[] = [({ x }) => 1 - x, ({ x }) => 1 + x, ({ y }) => 1 - y, ({ y }) => 1 + y];

function cut(points: readonly PicturePoint[], inside: Side): readonly PicturePoint[] {
  return points.flatMap((to, index) => {
    const from = points[(index + points.length - 1) % points.length] ?? to;
    const [before, after] = [inside(from), inside(to)];
    const kept = after >= 0 ? [to] : [];
    if (before >= 0 === after >= 0) return kept;
    const part = before / (before - after);
    return [{ x: from.x + part * (to.x - from.x), y: from.y + part * (to.y - from.y) }, ...kept];
  });
}

/** Part of a polygon that is in the picture, its box where it would have too many points; undefined where nothing is. */
export function inSight(points: readonly PicturePoint[]): readonly PicturePoint[] | undefined {
  const visible = sides.reduce(cut, points);
  if (visible.length < 3 || isFlat(visible)) return undefined;
  if (visible.length <= mostPoints) return visible;
  const [xs, ys] = [visible.map(({ x }) => x), visible.map(({ y }) => y)];
  const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  return [
    { x: left, y: high },
    { x: right, y: high },
    { x: right, y: low },
    { x: left, y: low },
  ];
}
