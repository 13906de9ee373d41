import { magnificationAt } from '../../hal/ports/magnification.ts';
import type { HeadOptics } from '../../hal/ports/ptz-head.ts';
import type * as tt from '../generated/tt.ts';
import type { PtzUnit } from './unit.ts';

const degree = Math.PI / 180;

/** Degrees that a share of the unmagnified picture shows, along its width or its height. */
function seen({ projection, horizontalFieldOfView, aspect }: HeadOptics, share: number, upright: boolean): number {
  const part = upright ? share : share / aspect;
  if (projection === 'flat') return horizontalFieldOfView * part;
  return (2 * Math.atan(Math.tan((horizontalFieldOfView / 2) * degree) * part)) / degree;
}

/**
 * Field of view of the stream (tt:PTZStatus): the lens at its zoom, of which the video source configuration may show a part, turned.
 * undefined where the board tells no optics, or the zoom is not known yet.
 */
export function fieldOfView({ facts, status, picture }: PtzUnit): tt.FieldOfView | undefined {
  const { optics, axes } = facts;
  const { zoom } = status.position;
  if (optics === undefined || (axes.zoom !== undefined && zoom === undefined)) return undefined;
  const { share, directions } = picture;
  const least = 1 / magnificationAt(optics, zoom ?? 0);
  const width = seen(optics, share.width * least, true);
  const height = seen(optics, share.height * least, false);
  const [hfov, vfov] = directions.swapped ? [height, width] : [width, height];
  return { hfov, vfov };
}
