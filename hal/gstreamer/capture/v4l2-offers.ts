import { type Device, type Fraction, type FrameInterval, type FrameSize, fourcc } from 'node-v4l2';
import { errnoOf } from '../../ports/hal-error.ts';
import { clamp } from '../../ports/range.ts';
import { type Desired, type Offer, pixelFormats } from './v4l2-formats.ts';

type Size = Pick<Offer, 'width' | 'height'>;

function nearestStep(wanted: number, min: number, max: number, step: number): number {
  const clamped = clamp(wanted, { min, max });
  return min + Math.round((clamped - min) / Math.max(step, 1)) * Math.max(step, 1);
}

function sizeOf(size: FrameSize, { width, height }: Desired): Size {
  return {
    width: nearestStep(width, size.minWidth, size.maxWidth, size.stepWidth),
    height: nearestStep(height, size.minHeight, size.maxHeight, size.stepHeight),
  };
}

function inverse({ numerator, denominator }: Fraction): Offer['rate'] {
  return numerator > 0 && denominator > 0 ? { numerator: denominator, denominator: numerator } : undefined;
}

/** Rate of an interval range nearest to the desired one. */
function rateIn({ min, max }: FrameInterval, { frameRate }: Desired): Offer['rate'] {
  const [fastest, slowest] = [min.denominator / min.numerator, max.denominator / max.numerator];
  if (frameRate >= fastest) return inverse(min);
  if (frameRate <= slowest) return inverse(max);
  return { numerator: Math.round(frameRate * 1000), denominator: 1000 };
}

/** Largest number of sizes whose rates are queried; each query is a call of the driver. */
const sizesTried = 3;

function distance(size: Size, { width, height }: Desired): number {
  return Math.abs(Math.log2(size.width / width)) + Math.abs(Math.log2(size.height / height));
}

/** Listed sizes, else the size that the driver makes of the desired one; none for a format that the driver lists and refuses. */
function sizesOf(device: Device, pixelFormat: number, desired: Desired): readonly Size[] {
  const listed = device
    .frameSizes(pixelFormat)
    .map((size) => sizeOf(size, desired))
    .sort((one, other) => distance(one, desired) - distance(other, desired))
    .slice(0, sizesTried);
  if (listed.length > 0) return listed;
  try {
    return [device.tryFormat({ ...desired, pixelFormat })];
  } catch (error) {
    if (errnoOf(error) === 'EINVAL') return [];
    throw error;
  }
}

/** Offers of a device near the desired picture: the nearest sizes of each format with all rates. Throws V4l2Error. */
export function offersOf(device: Device, desired: Desired): readonly Offer[] {
  const known = pixelFormats.map((format) => format.fourcc);
  const offered = device.formats().filter((format) => known.includes(format.fourcc) && !format.emulated);
  return offered.flatMap((format) => {
    const pixelFormat = fourcc(format.fourcc);
    return sizesOf(device, pixelFormat, desired).flatMap(({ width, height }) => {
      const rates = device.frameIntervals(pixelFormat, width, height).map((interval) => rateIn(interval, desired));
      const all = rates.length > 0 ? rates : [undefined];
      return all.map((rate): Offer => ({ fourcc: format.fourcc, width, height, rate }));
    });
  });
}
