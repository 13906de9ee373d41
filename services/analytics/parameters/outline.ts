import type { Point } from '../scene/scene.ts';
import { ParameterError } from './parameter.ts';

/** How far a coordinate may lie beyond -1..1 by rounding: it is moved to the edge. */
const beyond = 0.001;

type Side = readonly [Point, Point];

function inPicture({ x, y }: { readonly x: number; readonly y: number }): Point {
  if (!(Math.abs(x) <= 1 + beyond && Math.abs(y) <= 1 + beyond))
    throw new ParameterError(`the point ${x} ${y} is not within -1 and 1`);
  return { x: Math.min(1, Math.max(-1, x)), y: Math.min(1, Math.max(-1, y)) };
}

/** Pairs of neighbouring points, the last with the first. */
function sidesOf(points: readonly Point[]): readonly Side[] {
  return points.flatMap((point, index) => {
    const next = points[(index + 1) % points.length];
    return next === undefined ? [] : [[point, next] as const];
  });
}

function cross(a: Point, b: Point, c: Point): number {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

function isBetween([a, b]: Side, { x, y }: Point): boolean {
  return x >= Math.min(a.x, b.x) && x <= Math.max(a.x, b.x) && y >= Math.min(a.y, b.y) && y <= Math.max(a.y, b.y);
}

/** Whether two segments have a point in common. */
function meet(one: Side, other: Side): boolean {
  const [a, b] = [cross(...one, other[0]), cross(...one, other[1])];
  const [c, d] = [cross(...other, one[0]), cross(...other, one[1])];
  if (a * b < 0 && c * d < 0) return true;
  return (
    (a === 0 && isBetween(one, other[0])) ||
    (b === 0 && isBetween(one, other[1])) ||
    (c === 0 && isBetween(other, one[0])) ||
    (d === 0 && isBetween(other, one[1]))
  );
}

/** Whether two sides that follow each other lie on each other: the outline turns back. */
function turnsBack([a, b]: Side, [, c]: Side): boolean {
  return cross(a, b, c) === 0 && (b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y) < 0;
}

function checkSimple(sides: readonly Side[], closed: boolean): void {
  const refused = sides.some((side, index) =>
    sides.slice(index + 1).some((other, distance) => {
      const follows = distance === 0;
      const precedes = closed && index === 0 && distance === sides.length - 2;
      if (follows) return turnsBack(side, other);
      return precedes ? turnsBack(other, side) : meet(side, other);
    }),
  );
  if (refused) throw new ParameterError('the outline crosses or touches itself');
}

/** Points without those that repeat the one before. */
function distinct(points: readonly Point[]): readonly Point[] {
  return points.filter(({ x, y }, index) => {
    const before = points[index - 1];
    return before === undefined || before.x !== x || before.y !== y;
  });
}

interface PointLimits {
  readonly least: number;
  readonly most: number;
}

function counted(points: readonly Point[], { least, most }: PointLimits): readonly Point[] {
  if (points.length < least || points.length > most)
    throw new ParameterError(`${points.length} different points are not within ${least} and ${most}`);
  return points;
}

/** A simple polygon (Analytics, A.4). Its last point may repeat the first. Throws ParameterError. */
export function newPolygon(wanted: readonly Point[], limits: PointLimits): readonly Point[] {
  const points = distinct(wanted.map(inPicture));
  const [first, last] = [points[0], points.at(-1)];
  const open = points.length > 1 && first?.x === last?.x && first?.y === last?.y ? points.slice(0, -1) : points;
  const polygon = counted(open, limits);
  checkSimple(sidesOf(polygon), true);
  return polygon;
}

/** A simple polyline (Analytics, A.3). Throws ParameterError. */
export function newPolyline(wanted: readonly Point[], limits: PointLimits): readonly Point[] {
  const points = counted(distinct(wanted.map(inPicture)), limits);
  checkSimple(sidesOf(points).slice(0, -1), false);
  return points;
}
