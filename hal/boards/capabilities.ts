import type { AudioEncoderCapabilities, VideoEncoderCapabilities, VideoProfile } from '../ports/media-engine.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** 16:9 sizes from small to large; boards offer those up to their limit. */
const sizes: readonly Size[] = [
  { width: 320, height: 180 },
  { width: 640, height: 360 },
  { width: 960, height: 540 },
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
  { width: 2560, height: 1440 },
  { width: 3840, height: 2160 },
];

const rates = [1, 2, 5, 8, 10, 12, 15, 20, 25, 30, 50, 60];

/** Largest height and rate of an encoder. */
interface EncoderLimits {
  /** Pixels. */
  readonly height: number;
  /** Frames per second. */
  readonly frameRate: number;
}

function capabilities(
  codec: VideoEncoderCapabilities['codec'],
  limits: EncoderLimits,
  profiles: readonly VideoProfile[],
): VideoEncoderCapabilities {
  return {
    codec,
    resolutions: sizes.filter(({ height }) => height <= limits.height),
    frameRates: rates.filter((rate) => rate <= limits.frameRate),
    bitrate: { min: 64, max: 25_000 },
    govLength: { min: 1, max: 300 },
    quality: { min: 0, max: 100 },
    profiles,
    constantBitRate: true,
  };
}

export function h264(limits: EncoderLimits): VideoEncoderCapabilities {
  return capabilities('H264', limits, ['Baseline', 'Main', 'High']);
}

export function h265(limits: EncoderLimits): VideoEncoderCapabilities {
  return capabilities('H265', limits, ['Main']);
}

/** Capabilities of JPEG; sizes are multiples of 8, since RFC 2435 counts blocks. */
export function jpeg(limits: EncoderLimits): VideoEncoderCapabilities {
  const all = capabilities('JPEG', limits, []);
  return {
    ...all,
    resolutions: all.resolutions.filter(({ width, height }) => width % 8 === 0 && height % 8 === 0),
    govLength: { min: 1, max: 1 },
    constantBitRate: false,
  };
}

/** Audio encoders of every board, in software: G.711 of both laws, G.726, AAC. */
export const sound: readonly AudioEncoderCapabilities[] = [
  { codec: 'PCMU', bitrates: [64], sampleRates: [8000] },
  { codec: 'PCMA', bitrates: [64], sampleRates: [8000] },
  // No 40 kbit/s: libspandsp and libavcodec are incompatible at that rate.
  { codec: 'G726', bitrates: [16, 24, 32], sampleRates: [8000] },
  { codec: 'mpeg4-generic', bitrates: [16, 24, 32, 48, 64, 96, 128], sampleRates: [8000, 16000, 44100, 48000] },
];

/** Audio decoders of every board: the same codecs at the rates that clients send. */
export const playback: readonly AudioEncoderCapabilities[] = [
  { codec: 'PCMU', bitrates: [64], sampleRates: [8000] },
  { codec: 'PCMA', bitrates: [64], sampleRates: [8000] },
  { codec: 'G726', bitrates: [32], sampleRates: [8000] },
  // Any bit rate can be played; these are the usual ones.
  { codec: 'mpeg4-generic', bitrates: [16, 24, 32, 48, 64, 96, 128], sampleRates: [16000, 48000] },
];
