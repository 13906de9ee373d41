import type { CropWindow } from '../../hal/ports/media-engine.ts';
import type { Luma } from './patch.ts';

/** Mean luma of a square of 8 pixels. */
export function lumaAt(picture: Luma, x: number, y: number): number {
  let sum = 0;
  for (let row = -4; row < 4; row += 1)
    for (let column = -4; column < 4; column += 1)
      sum += picture.bytes[(Math.round(y) + row) * picture.width + Math.round(x) + column] ?? 0;
  return sum / 64;
}

/** Mean difference of a windowed picture and the part of the whole picture that it should show, without clock and strip. */
export function differenceOf(part: Luma, whole: Luma, window: CropWindow): number {
  let [sum, count] = [0, 0];
  for (let y = 0.15; y < 0.9; y += 0.03)
    for (let x = 0.05; x < 0.96; x += 0.03) {
      const [left, top] = [window.x + x * window.width, window.y + y * window.height];
      const there = lumaAt(whole, left * whole.width, top * whole.height);
      sum += Math.abs(lumaAt(part, x * part.width, y * part.height) - there);
      count += 1;
    }
  return sum / count;
}
