import { magnificationAt } from '../ports/magnification.ts';
import type { HeadOptics } from '../ports/ptz-head.ts';

/** Direction of a view, degrees: right and up positive. */
interface Direction {
  readonly pan: number;
  readonly tilt: number;
}

const degree = Math.PI / 180;

/**
 * Direction of a point of the picture.
 * @param x half widths right of the middle @param y half heights above it @param zoom position of the zoom, 0..1
 */
export function directionOf(optics: HeadOptics, from: Direction, zoom: number, x: number, y: number): Direction {
  const { projection, horizontalFieldOfView, aspect } = optics;
  const share = 1 / magnificationAt(optics, zoom);
  if (projection === 'flat') {
    const half = (horizontalFieldOfView / 2) * share;
    return { pan: from.pan + x * half, tilt: from.tilt + (y * half) / aspect };
  }
  const half = Math.tan((horizontalFieldOfView / 2) * degree) * share;
  const tilt = from.tilt * degree;
  // Ray of the point, turned by the tilt: right, up, ahead.
  const right = x * half;
  const up = ((y * half) / aspect) * Math.cos(tilt) + Math.sin(tilt);
  const ahead = Math.cos(tilt) - ((y * half) / aspect) * Math.sin(tilt);
  return {
    pan: from.pan + Math.atan2(right, ahead) / degree,
    tilt: Math.atan2(up, Math.hypot(right, ahead)) / degree,
  };
}

/** Cosine of the angle to the middle of the picture below which a direction is not projected. */
const nearest = 0.02;

/** Place of a direction in the picture, in half widths and half heights from the middle; undefined behind the camera. */
export function placeOf(
  optics: HeadOptics,
  from: Direction,
  zoom: number,
  to: Direction,
): { readonly x: number; readonly y: number } | undefined {
  const { projection, horizontalFieldOfView, aspect } = optics;
  const share = 1 / magnificationAt(optics, zoom);
  const pan = ((((to.pan - from.pan + 180) % 360) + 360) % 360) - 180;
  if (projection === 'flat') {
    const half = (horizontalFieldOfView / 2) * share;
    return { x: pan / half, y: ((to.tilt - from.tilt) * aspect) / half };
  }
  const half = Math.tan((horizontalFieldOfView / 2) * degree) * share;
  const [tilt, up] = [from.tilt * degree, to.tilt * degree];
  const level = Math.cos(pan * degree) * Math.cos(up);
  const ahead = Math.sin(up) * Math.sin(tilt) + level * Math.cos(tilt);
  if (ahead < nearest) return undefined;
  const right = Math.sin(pan * degree) * Math.cos(up);
  const above = Math.sin(up) * Math.cos(tilt) - level * Math.sin(tilt);
  return { x: right / ahead / half, y: (above / ahead / half) * aspect };
}
