import type { MotionBlob, MotionRecord } from '../../../hal/ports/scene-analyser.ts';
import { noon, plainMeasures } from './scenes.ts';

/** A blob by the middle of its box and its size, pixels of a picture of 320x180. */
export function blobAt(
  x: number,
  y: number,
  change: Partial<MotionBlob> & { readonly wide?: number; readonly high?: number } = {},
): MotionBlob {
  const { wide = 20, high = 40, ...rest } = change;
  const [left, top] = [Math.round(x - wide / 2), Math.round(y - high / 2)];
  return {
    ...{ left, top, right: left + wide, bottom: top + high, centreX: Math.round(x), centreY: Math.round(y) },
    ...{ area: wide * high, level: 40, still: false, ghost: false },
    ...rest,
  };
}

/** A record that many milliseconds after the start, of a camera of 16:9. */
export function recordAt(
  milliseconds: number,
  blobs: readonly MotionBlob[],
  change: Partial<MotionRecord> = {},
): MotionRecord {
  return {
    time: BigInt(Math.round(milliseconds * 1e6)),
    utc: noon + milliseconds,
    ...{ width: 320, height: 180, columns: 32, rows: 18, settling: false, shaken: false, threshold: 20 },
    measures: plainMeasures,
    cells: new Uint8Array(72),
    levels: new Uint8Array(576),
    blobs,
    ...change,
  };
}
