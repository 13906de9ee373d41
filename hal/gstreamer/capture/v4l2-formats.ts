/** Pixel format of V4L2 and its name in GStreamer. */
interface PixelFormat {
  readonly fourcc: string;
  /** Raw or encoded pictures. */
  readonly kind: 'raw' | 'JPEG' | 'H264';
  /** Media type in GStreamer. */
  readonly caps: string;
}

function raw(fourcc: string, format: string): PixelFormat {
  return { fourcc, kind: 'raw', caps: `video/x-raw,format=${format}` };
}

/**
 * Supported formats, best first: encoders need 4:2:0, other pixels are converted. Bayer formats are missing, since they need an image
 * processor.
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
  // Without its form of stream GStreamer would take the first form of the parser (avc), which a camera never delivers.
  { fourcc: 'H264', kind: 'H264', caps: 'video/x-h264,stream-format=byte-stream,alignment=au' },
];

/** Format that a device offers. */
export interface Offer {
  readonly fourcc: string;
  readonly width: number;
  readonly height: number;
  /** Frames per second as a fraction; undefined if the driver does not report it. */
  readonly rate: { readonly numerator: number; readonly denominator: number } | undefined;
}

/** Desired picture. */
export interface Desired {
  readonly width: number;
  readonly height: number;
  /** Frames per second. */
  readonly frameRate: number;
}

/** Supported offer with its distance from the desired picture. */
export interface Candidate extends Offer {
  readonly format: PixelFormat;
  readonly exact: boolean;
  /** Sum of doublings or halvings of size and rate; 0 if both are met. */
  readonly shortfall: number;
}

/** Frames per second; undefined if the driver does not report it. */
export function rateOf({ rate }: Offer): number | undefined {
  return rate === undefined ? undefined : rate.numerator / rate.denominator;
}

// A larger picture is scaled down without loss, a smaller one with loss.
function sizeDistance(offered: number, wanted: number): number {
  const doublings = Math.log2(offered / wanted);
  return doublings > 0 ? doublings / 2 : -doublings;
}

function rateDistance(offered: number | undefined, wanted: number): number {
  // An unreported rate may be met, but a reported one is preferred.
  if (offered === undefined) return 0.01;
  return offered >= wanted * 0.99 ? 0 : Math.log2(wanted / offered);
}

function candidate(offer: Offer, format: PixelFormat, desired: Desired): Candidate {
  const rate = rateOf(offer);
  const shortfall =
    sizeDistance(offer.width, desired.width) +
    sizeDistance(offer.height, desired.height) +
    rateDistance(rate, desired.frameRate);
  const sameSize = offer.width === desired.width && offer.height === desired.height;
  return {
    ...offer,
    format,
    shortfall,
    exact: sameSize && rate !== undefined && Math.abs(rate - desired.frameRate) < 0.01,
  };
}

const kinds = ['raw', 'JPEG', 'H264'] as const;

/** Order: nearest to the desired picture, then raw before JPEG before H.264, then the lowest sufficient rate, then the table. */
function compare(one: Candidate, other: Candidate): number {
  return (
    Math.round((one.shortfall - other.shortfall) * 1000) ||
    kinds.indexOf(one.format.kind) - kinds.indexOf(other.format.kind) ||
    (rateOf(one) ?? 0) - (rateOf(other) ?? 0) ||
    pixelFormats.indexOf(one.format) - pixelFormats.indexOf(other.format)
  );
}

/** Supported offers of a device, best first, one for each pixel format. */
export function rankOffers(offers: readonly Offer[], desired: Desired): readonly Candidate[] {
  const usable = offers.flatMap((offer) => {
    const format = pixelFormats.find(({ fourcc }) => fourcc === offer.fourcc);
    return format === undefined ? [] : [candidate(offer, format, desired)];
  });
  const ranked = usable.sort(compare);
  return ranked.filter((one, index) => ranked.findIndex(({ fourcc }) => fourcc === one.fourcc) === index);
}
