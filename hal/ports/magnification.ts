import type { HeadOptics } from './ptz-head.ts';
import { clamp } from './range.ts';

/** Magnification at equal steps of the zoom. */
function steps({ curve, magnification }: HeadOptics): readonly number[] {
  return curve ?? [1, magnification];
}

/** Magnification of the picture at a position of the zoom, 1 at the wide end. */
export function magnificationAt(optics: HeadOptics, zoom: number): number {
  const values = steps(optics);
  const place = clamp(zoom, { min: 0, max: 1 }) * (values.length - 1);
  const before = Math.min(values.length - 2, Math.floor(place));
  const [low = 1, high = low] = values.slice(before, before + 2);
  return low + (high - low) * (place - before);
}

/** Position of the zoom with a magnification; the nearest end for one that the lens does not reach. */
export function zoomOf(optics: HeadOptics, magnification: number): number {
  const values = steps(optics);
  const above = values.findIndex((value) => value >= magnification);
  if (above <= 0) return above === 0 ? 0 : 1;
  const [low = 1, high = low] = values.slice(above - 1, above + 1);
  return (above - 1 + (high === low ? 0 : (magnification - low) / (high - low))) / (values.length - 1);
}
