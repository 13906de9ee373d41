import type { Point } from '../scene/scene.ts';
import { distanceToSegment } from './polygon.ts';

/** Direction of a crossing, for somebody who walks along the line from its first point to its last (Analytics, A.3). */
export type Side = 'Left' | 'Right';

/** 1 % of the width of the picture: how near a point must come to a line, or go from it, to count. */
export const nearness = 0.02;

type Segment = readonly [Point, Point];

/** Steps of coordinates: with them all products are exact, and no rounding decides on which side a point is. */
const fine = 2 ** 20;

const exact = ({ x, y }: Point): Point => ({ x: Math.round(x * fine) / fine, y: Math.round(y * fine) / fine });

/** Line by which crossings are found. */
export interface Barrier {
  readonly segments: readonly Segment[];
}

/** A point beyond `end`, seen from `from`. */
function beyond(from: Point, end: Point): Point {
  const length = Math.hypot(end.x - from.x, end.y - from.y);
  const part = length === 0 ? 0 : nearness / length;
  return { x: end.x + (end.x - from.x) * part, y: end.y + (end.y - from.y) * part };
}

/** A line with ends that reach a little farther, unless it is closed. Points that repeat are left out. */
export function barrierOf(points: readonly Point[]): Barrier {
  const corners = points.filter(({ x, y }, index) => x !== points[index - 1]?.x || y !== points[index - 1]?.y);
  const [first, second] = corners;
  const [last, previous] = [corners.at(-1), corners.at(-2)];
  const closed = corners.length > 2 && first?.x === last?.x && first?.y === last?.y;
  const ends =
    closed || first === undefined || second === undefined || last === undefined || previous === undefined
      ? corners
      : [beyond(second, first), ...corners.slice(1, -1), beyond(previous, last)];
  return {
    segments: ends.slice(1).flatMap((end, index): readonly Segment[] => {
      const begin = ends[index];
      return begin === undefined ? [] : [[exact(begin), exact(end)]];
    }),
  };
}

/** Above 0 where a point is left of a line, looking from its first point to its second. */
function turn([a, b]: Segment, { x, y }: Point): number {
  return (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x);
}

/**
 * Whether a point of a way is left of a segment, and a point of a line left of a way. Where they meet exactly, the way counts as
 * moved a very little to the right, and much less upwards: then no point is ever on a line.
 */
function isLeftOfSegment(segment: Segment, point: Point): boolean {
  const [{ x, y }, end] = segment;
  return (turn(segment, point) || y - end.y || end.x - x) > 0;
}
function isLeftOfWay(way: Segment, point: Point): boolean {
  const [{ x, y }, end] = way;
  return (turn(way, point) || end.y - y || x - end.x) > 0;
}

/** Crossings to the right less those to the left on the straight way between two points. Ways that follow one another sum up. */
export function netCrossing({ segments }: Barrier, [from, to]: Segment): number {
  const way = [exact(from), exact(to)] as const;
  if (way[0].x === way[1].x && way[0].y === way[1].y) return 0;
  let net = 0;
  for (const segment of segments) {
    const wasLeft = isLeftOfSegment(segment, way[0]);
    const crosses =
      wasLeft !== isLeftOfSegment(segment, way[1]) && isLeftOfWay(way, segment[0]) !== isLeftOfWay(way, segment[1]);
    if (crosses) net += wasLeft ? 1 : -1;
  }
  return net;
}

/** Whether a point is far enough from a line to be on one of its sides. */
export function isClear({ segments }: Barrier, point: Point): boolean {
  return segments.every((segment) => distanceToSegment(point, segment) > nearness);
}
