import type { VideoEncoderState } from '../ports/media-engine.ts';
import { withControls } from './driver-controls.ts';
import type { VideoEncoder, VideoFormat } from './encoder.ts';
import { least } from './limited-quality.ts';

const none = (): Record<string, never> => ({});

/** Members that the element does not know: each picture is independent, and the quality keeps the bit rate (limited-quality.ts). */
const notRated = { bitrate: none, govLength: none, constantBitRate: none } as const;

/** Abilities that the format does not limit. */
const free = {
  rates: ['variable'],
  govLength: { min: 1, max: 1000 },
  bitrate: { min: 1, max: 1_000_000 },
  leastBits: least.bits,
} as const;

/** JPEG viewers take every picture for JFIF (full range, matrix of BT.601): one of video range looks pale in them. */
const fullRange = 'jfifsamples ! ';

const jpegenc: VideoEncoder = {
  element: 'jpegenc',
  launch: () => `${fullRange}jpegenc name=encoder`,
  // Quality 0 would be a grey square.
  settings: (state) => ({ quality: Math.max(least.quality, state.quality) }),
  live: { ...notRated, quality: (state) => ({ quality: Math.max(least.quality, state.quality) }) },
  profiles: {},
  abilities: { ...free, width: { min: 16, max: 65_535 }, height: { min: 16, max: 65_535 } },
};

/** JPEG encoder of Raspberry Pi 3, 4 and Zero 2 (bcm2835-codec), not tested on one. */
const v4l2: VideoEncoder = {
  element: 'v4l2jpegenc',
  launch: () => `${fullRange}v4l2jpegenc name=encoder`,
  settings: none,
  ...withControls<VideoEncoderState>((state) => [
    { names: ['compression_quality'], value: Math.max(least.quality, state.quality), required: true },
  ]),
  live: notRated,
  profiles: {},
  abilities: { ...free, width: { min: 32, max: 1920 }, height: { min: 32, max: 1920 } },
};

/** JPEG over RTP: RFC 2435 with ONVIF's header extension beyond 2040 pixels (STR-60..64). */
export const jpeg: VideoFormat = {
  codec: 'JPEG',
  encodingName: 'JPEG',
  payloadType: 26,
  encoders: [v4l2, jpegenc],
  defaultProfile: undefined,
  caps: 'image/jpeg',
  parser: '',
  payloader: 'onvifjpegpay mtu=1400',
  fmtp: () => undefined,
};
