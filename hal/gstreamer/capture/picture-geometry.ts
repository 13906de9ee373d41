import type { PixelRectangle, SourceGeometry, VideoSourceState } from '../../ports/media-engine.ts';
import type { PictureRectangle } from '../../ports/scene-analyser.ts';
import type { PipelinePlan } from '../pipeline/pipeline.ts';

const sink = 'framesink name=sink';
const mask = 'videoconvert ! privacymask name=masks ! ';

/** Affine map of shares of a picture: x = xx * x + xy * y + x0, y = yx * x + yy * y + y0. */
interface PictureMap {
  readonly xx: number;
  readonly xy: number;
  readonly x0: number;
  readonly yx: number;
  readonly yy: number;
  readonly y0: number;
}

/** Map from shares of a cut picture to shares of the turned one, by degrees clockwise. */
const turns: Readonly<Record<SourceGeometry['rotate'], PictureMap>> = {
  0: { xx: 1, xy: 0, x0: 0, yx: 0, yy: 1, y0: 0 },
  90: { xx: 0, xy: -1, x0: 1, yx: 1, yy: 0, y0: 0 },
  180: { xx: -1, xy: 0, x0: 1, yx: 0, yy: -1, y0: 1 },
  270: { xx: 0, xy: 1, x0: 0, yx: -1, yy: 0, y0: 1 },
};

/** The map that takes the second's result through the first. */
function after(first: PictureMap, second: PictureMap): PictureMap {
  return {
    xx: first.xx * second.xx + first.xy * second.yx,
    xy: first.xx * second.xy + first.xy * second.yy,
    x0: first.xx * second.x0 + first.xy * second.y0 + first.x0,
    yx: first.yx * second.xx + first.yy * second.yx,
    yy: first.yx * second.xy + first.yy * second.yy,
    y0: first.yx * second.x0 + first.yy * second.y0 + first.y0,
  };
}

/** Map to shares of a rectangle, itself in shares. */
function into({ x, y, width, height }: PixelRectangle): PictureMap {
  return { xx: 1 / width, xy: 0, x0: -x / width, yx: 0, yy: 1 / height, y0: -y / height };
}

/**
 * Map from shares of the captured picture to those of the source's picture: cut, turned, mirrored, and the window of it that is
 * shown, if one is given.
 */
export function pictureMap({ width, height, geometry }: VideoSourceState, window?: PixelRectangle): PictureMap {
  let map = turns[0];
  if (geometry !== undefined) {
    const { bounds, rotate, mirror } = geometry;
    const cut = {
      x: bounds.x / width,
      y: bounds.y / height,
      width: bounds.width / width,
      height: bounds.height / height,
    };
    map = after(turns[rotate], into(cut));
    if (mirror) map = after({ xx: -1, xy: 0, x0: 1, yx: 0, yy: 1, y0: 0 }, map);
  }
  return window === undefined ? map : after(into(window), map);
}

/** A part of the picture before the map, as the part of the picture after it that holds it. */
export function partAfter(map: PictureMap, { left, top, right, bottom }: PictureRectangle): PictureRectangle {
  const within = (share: number): number => Math.min(1, Math.max(0, share));
  const xs = [left, right].flatMap((x) => [top, bottom].map((y) => within(map.xx * x + map.xy * y + map.x0)));
  const ys = [left, right].flatMap((x) => [top, bottom].map((y) => within(map.yx * x + map.yy * y + map.y0)));
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}

/** The map as the elements of hal/native read it. */
export function mapText({ xx, xy, x0, yx, yy, y0 }: PictureMap): string {
  return `(${[xx, xy, x0, yx, yy, y0].map((value) => value.toExponential()).join(', ')})`;
}

/** Pixels that are cut off at each edge of the captured picture. */
function margins({ bounds }: SourceGeometry, { width, height }: VideoSourceState): Readonly<Record<string, number>> {
  const { x, y } = bounds;
  return { left: x, top: y, right: width - x - bounds.width, bottom: height - y - bounds.height };
}

/**
 * The capture plan of raw pictures with the geometry of the source and its privacy masks before the sink. Nothing may stand between
 * the masks and the sink.
 */
export function withGeometry(plan: PipelinePlan, state: VideoSourceState): PipelinePlan {
  const { geometry } = state;
  const edges = geometry === undefined ? {} : margins(geometry, state);
  const cut = Object.values(edges).some((edge) => edge !== 0);
  const turned = geometry !== undefined && (geometry.rotate !== 0 || geometry.mirror);
  const steps = [
    cut ? 'videocrop name=bounds ! ' : '',
    // Some formats of cameras cannot be turned; the converter passes all others on.
    turned ? 'videoconvert ! pictureturn name=turn ! ' : '',
    mask,
  ];
  const properties = {
    ...plan.properties,
    ...(cut && { bounds: edges }),
    ...(turned && { turn: { degrees: geometry.rotate, mirror: geometry.mirror } }),
    masks: { channel: state.id, map: mapText(pictureMap(state)) },
  };
  return { ...plan, launch: plan.launch.replace(sink, `${steps.join('')}${sink}`), properties };
}

/** Size of a source's picture after its geometry. */
export function pictureSize({ width, height, geometry }: VideoSourceState): { width: number; height: number } {
  const { bounds = { width, height }, rotate = 0 } = geometry ?? {};
  const lying = rotate === 90 || rotate === 270;
  return lying ? { width: bounds.height, height: bounds.width } : { width: bounds.width, height: bounds.height };
}
