import { type Device, type Fraction, type FrameInterval, type FrameSize, fourcc } from 'node-v4l2';
import { type Offer, pixelFormats, type Wish } from './v4l2-formats.ts';

function within(wanted: number, min: number, max: number, step: number): number {
  const clamped = Math.min(max, Math.max(min, wanted));
  return min + Math.round((clamped - min) / Math.max(step, 1)) * Math.max(step, 1);
}

function sizeOf(size: FrameSize, { width, height }: Wish): { readonly width: number; readonly height: number } {
  return {
    width: within(width, size.minWidth, size.maxWidth, size.stepWidth),
    height: within(height, size.minHeight, size.maxHeight, size.stepHeight),
  };
}

function inverse({ numerator, denominator }: Fraction): Offer['rate'] {
  return numerator > 0 && denominator > 0 ? { numerator: denominator, denominator: numerator } : undefined;
}

/** The interval of a range that is nearest to the wish; of a single one, that one. */
function rateIn({ min, max }: FrameInterval, { frameRate }: Wish): Offer['rate'] {
  const [fastest, slowest] = [min.denominator / min.numerator, max.denominator / max.numerator];
  if (frameRate >= fastest) return inverse(min);
  if (frameRate <= slowest) return inverse(max);
  return { numerator: Math.round(frameRate * 1000), denominator: 1000 };
}

/** Sizes of a format whose rates are asked for: each costs a call of the driver. */
const sizesTried = 3;

function distance(size: { readonly width: number; readonly height: number }, { width, height }: Wish): number {
  return Math.abs(Math.log2(size.width / width)) + Math.abs(Math.log2(size.height / height));
}

/** What a device offers near the wish: the nearest sizes of each format, with every rate. Throws V4l2Error. */
export function offersOf(device: Device, wish: Wish): readonly Offer[] {
  const known = pixelFormats.map((format) => format.fourcc);
  const offered = device.formats().filter((format) => known.includes(format.fourcc) && !format.emulated);
  return offered.flatMap((format) => {
    const pixelFormat = fourcc(format.fourcc);
    const listed = device
      .frameSizes(pixelFormat)
      .map((size) => sizeOf(size, wish))
      .sort((one, other) => distance(one, wish) - distance(other, wish))
      .slice(0, sizesTried);
    const sizes = listed.length > 0 ? listed : [device.tryFormat({ ...wish, pixelFormat })];
    return sizes.flatMap(({ width, height }) => {
      const rates = device.frameIntervals(pixelFormat, width, height).map((interval) => rateIn(interval, wish));
      const all = rates.length > 0 ? rates : [undefined];
      return all.map((rate): Offer => ({ fourcc: format.fourcc, width, height, rate }));
    });
  });
}
