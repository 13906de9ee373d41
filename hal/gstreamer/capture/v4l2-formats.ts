/** What a picture is made of, and how GStreamer names it. */
interface PixelFormat {
  readonly fourcc: string;
  /** Raw pictures, or encoded ones. */
  readonly kind: 'raw' | 'JPEG' | 'H264';
  /** Media type in GStreamer. */
  readonly caps: string;
}

function raw(fourcc: string, format: string): PixelFormat {
  return { fourcc, kind: 'raw', caps: `video/x-raw,format=${format}` };
}

/**
 * What can be taken from a camera, best first: encoders want 4:2:0, other pixels are converted. Bayer pictures are not
 * here: without a sensor's own image processor they are no pictures yet.
 */
export const pixelFormats: readonly PixelFormat[] = [
  raw('NV12', 'NV12'),
  raw('YU12', 'I420'),
  raw('YV12', 'YV12'),
  raw('NV21', 'NV21'),
  raw('YUYV', 'YUY2'),
  raw('UYVY', 'UYVY'),
  raw('YVYU', 'YVYU'),
  raw('NV16', 'NV16'),
  raw('422P', 'Y42B'),
  raw('RGB3', 'RGB'),
  raw('BGR3', 'BGR'),
  raw('GREY', 'GRAY8'),
  { fourcc: 'MJPG', kind: 'JPEG', caps: 'image/jpeg' },
  { fourcc: 'JPEG', kind: 'JPEG', caps: 'image/jpeg' },
  { fourcc: 'H264', kind: 'H264', caps: 'video/x-h264' },
];

/** One picture format of a device. */
export interface Offer {
  readonly fourcc: string;
  readonly width: number;
  readonly height: number;
  /** Frames per second as a fraction; undefined where the driver does not say. */
  readonly rate: { readonly numerator: number; readonly denominator: number } | undefined;
}

export interface Wish {
  readonly width: number;
  readonly height: number;
  /** Frames per second. */
  readonly frameRate: number;
}

/** An offer that can be used, and how far it is from the wish. */
export interface Candidate extends Offer {
  readonly format: PixelFormat;
  readonly exact: boolean;
  /** 0 where size and rate are met; doublings or halvings in all. */
  readonly shortfall: number;
}

/** Frames per second; undefined where the driver does not say. */
export function rateOf({ rate }: Offer): number | undefined {
  return rate === undefined ? undefined : rate.numerator / rate.denominator;
}

// A larger picture is scaled down without loss, a smaller one up; both cost.
function sizeDistance(offered: number, wanted: number): number {
  const doublings = Math.log2(offered / wanted);
  return doublings > 0 ? doublings / 2 : -doublings;
}

function rateDistance(offered: number | undefined, wanted: number): number {
  // A camera that names no rate may well have it, one that does is preferred.
  if (offered === undefined) return 0.01;
  return offered >= wanted * 0.99 ? 0 : Math.log2(wanted / offered);
}

function candidate(offer: Offer, format: PixelFormat, wish: Wish): Candidate {
  const rate = rateOf(offer);
  const shortfall =
    sizeDistance(offer.width, wish.width) +
    sizeDistance(offer.height, wish.height) +
    rateDistance(rate, wish.frameRate);
  const sameSize = offer.width === wish.width && offer.height === wish.height;
  return {
    ...offer,
    format,
    shortfall,
    exact: sameSize && rate !== undefined && Math.abs(rate - wish.frameRate) < 0.01,
  };
}

const kinds = ['raw', 'JPEG', 'H264'] as const;

/** Nearest to the wish, then raw before JPEG before H.264, then the slowest that does, then the order of the table. */
function compare(one: Candidate, other: Candidate): number {
  return (
    Math.round((one.shortfall - other.shortfall) * 1000) ||
    kinds.indexOf(one.format.kind) - kinds.indexOf(other.format.kind) ||
    (rateOf(one) ?? 0) - (rateOf(other) ?? 0) ||
    pixelFormats.indexOf(one.format) - pixelFormats.indexOf(other.format)
  );
}

/** What can be used of a device's offers, best first, one of each pixel format. */
export function rankOffers(offers: readonly Offer[], wish: Wish): readonly Candidate[] {
  const usable = offers.flatMap((offer) => {
    const format = pixelFormats.find(({ fourcc }) => fourcc === offer.fourcc);
    return format === undefined ? [] : [candidate(offer, format, wish)];
  });
  const ranked = usable.sort(compare);
  return ranked.filter((one, index) => ranked.findIndex(({ fourcc }) => fourcc === one.fourcc) === index);
}
