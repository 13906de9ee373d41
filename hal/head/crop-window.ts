import { magnificationAt } from '../ports/magnification.ts';
import type { CropWindow } from '../ports/media-engine.ts';
import type { HeadOptics, HeadPosition } from '../ports/ptz-head.ts';
import { clamp } from '../ports/range.ts';

/** Farthest pan and tilt (degrees, to both sides) at which the window is within the picture. */
export function reachAt(optics: HeadOptics, zoom: number): { readonly pan: number; readonly tilt: number } {
  const pan = (optics.horizontalFieldOfView / 2) * (1 - 1 / magnificationAt(optics, zoom));
  return { pan, tilt: pan / optics.aspect };
}

/** Window of a digital head at a position. */
export function cropWindow(optics: HeadOptics, { pan = 0, tilt = 0, zoom = 0 }: HeadPosition): CropWindow {
  const size = 1 / magnificationAt(optics, zoom);
  const inside = { min: 0, max: 1 - size };
  const { horizontalFieldOfView: degrees, aspect } = optics;
  return {
    x: clamp(0.5 + pan / degrees - size / 2, inside),
    y: clamp(0.5 - (tilt * aspect) / degrees - size / 2, inside),
    width: size,
    height: size,
  };
}
