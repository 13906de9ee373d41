import type { VideoEncoderState } from '../ports/media-engine.ts';
import { clamp } from '../ports/range.ts';

/** Bits a pixel of a detailed picture by the quality of JPEG: where the first picture starts; what follows is measured. */
const usualBits: readonly (readonly [quality: number, bits: number])[] = [
  [90, 2.6],
  [75, 1.6],
  [50, 1],
  [25, 0.6],
];
/** Least quality with a picture in it, and bits a pixel of a detailed one there. */
export const least = { quality: 5, bits: 0.4 } as const;

/** Share of the limit that is aimed at, and share below which the quality may rise. */
const aim = { target: 0.92, rise: 0.85 } as const;
/** Steps of the quality for half or twice the bits. Where the limit is passed they are larger: it must be kept within a second. */
const step = { usual: 12, urgent: 25, highest: 4 } as const;

function firstQuality({ width, height, frameRate, bitrate, quality }: VideoEncoderState): number {
  const bits = (bitrate * 1000) / (width * height * frameRate);
  const found = usualBits.find(([, needed]) => needed <= bits)?.[0] ?? least.quality;
  // Beyond the table, any quality fits.
  return Math.min(quality, bits > 4 ? 100 : found);
}

/**
 * Keeps an encoder that knows no bit rate (JPEG) below one, by its quality: lower where the pictures would need more, never above that
 * which the client set.
 */
export class LimitedQuality {
  #wanted: VideoEncoderState;
  #quality: number;

  constructor(wanted: VideoEncoderState) {
    this.#wanted = wanted;
    this.#quality = firstQuality(wanted);
  }

  /** State with the quality that is in force. */
  get state(): VideoEncoderState {
    return { ...this.#wanted, quality: this.#quality };
  }

  /** Takes new settings. */
  change(wanted: VideoEncoderState): void {
    const { width, height, frameRate } = this.#wanted;
    const isSame = width === wanted.width && height === wanted.height && frameRate === wanted.frameRate;
    this.#wanted = wanted;
    this.#quality = isSame ? Math.min(this.#quality, wanted.quality) : firstQuality(wanted);
  }

  /** Takes the bit rate (kbit/s) of the last moments. Returns whether the quality has changed. */
  take(kilobits: number): boolean {
    const { bitrate, quality } = this.#wanted;
    if (!(kilobits > 0)) return false;
    const distance = Math.log2((aim.target * bitrate) / kilobits);
    const isOver = kilobits > bitrate;
    if (!isOver && kilobits > aim.rise * bitrate) return false;
    const change = distance * (isOver ? step.urgent : step.usual);
    const next = clamp(Math.round(this.#quality + Math.min(step.highest, change)), {
      min: least.quality,
      max: quality,
    });
    const changed = next !== this.#quality;
    this.#quality = next;
    return changed;
  }
}
