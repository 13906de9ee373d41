import type { Board } from '../../../hal/boards/board.ts';
import type { SourceGeometry } from '../../../hal/ports/media-engine.ts';
import { geometryOf } from '../kinds/video-source/geometry.ts';
import type { MediaEntities } from '../kinds.ts';

/** Point of a picture: -1..1 to the right and upwards (tt:Vector, normalized coordinates). */
export interface PicturePoint {
  readonly x: number;
  readonly y: number;
}

/** Point of the captured picture: shares from its upper left corner. */
interface SourcePoint {
  readonly s: number;
  readonly t: number;
}

/** Captured picture of a source with the geometry that is in force. */
export interface Shape extends SourceGeometry {
  readonly width: number;
  readonly height: number;
}

/** Shape of a source's picture. */
export function shapeOf(board: Board, { VideoSource }: Pick<MediaEntities, 'VideoSource'>, source: string): Shape {
  const fact = board.sources.find(({ id }) => id === source);
  if (fact === undefined) throw new Error(`the board has no video source ${source}`);
  const entity = VideoSource.find((one) => one.source === source);
  const { width, height } = fact;
  return { width, height, ...geometryOf(fact, entity ?? { source }) };
}

/** Shares of the cut picture before its turn, from those of the turned one. */
const turnedBack: Readonly<
  Record<SourceGeometry['rotate'], (u: number, v: number) => readonly [u: number, v: number]>
> = {
  0: (u, v) => [u, v],
  90: (u, v) => [v, 1 - u],
  180: (u, v) => [1 - u, 1 - v],
  270: (u, v) => [1 - v, u],
};

const turned: Readonly<Record<SourceGeometry['rotate'], (u: number, v: number) => readonly [u: number, v: number]>> = {
  0: turnedBack[0],
  90: turnedBack[270],
  180: turnedBack[180],
  270: turnedBack[90],
};

/** Point of the captured picture that a point of the source's picture shows: it is cut, turned, then mirrored. */
export function toSource({ width, height, bounds, rotate, mirror }: Shape, { x, y }: PicturePoint): SourcePoint {
  const across = (x + 1) / 2;
  const [u, v] = turnedBack[rotate](mirror ? 1 - across : across, (1 - y) / 2);
  return { s: (bounds.x + u * bounds.width) / width, t: (bounds.y + v * bounds.height) / height };
}

/** The inverse of `toSource`; points beyond the cut picture are beyond -1..1. */
export function toPicture({ width, height, bounds, rotate, mirror }: Shape, { s, t }: SourcePoint): PicturePoint {
  const [u, v] = turned[rotate]((s * width - bounds.x) / bounds.width, (t * height - bounds.y) / bounds.height);
  return { x: 2 * (mirror ? 1 - u : u) - 1, y: 1 - 2 * v };
}
