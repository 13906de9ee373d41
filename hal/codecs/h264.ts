import type { VideoEncoderState } from '../ports/media-engine.ts';
import { clamp } from '../ports/range.ts';
import { isSmallMachine } from '../system/small-machine.ts';
import { withControls } from './driver-controls.ts';
import { fmtpOf, type VideoEncoder, type VideoFormat } from './encoder.ts';
import { nvidiaEncoder } from './nvidia.ts';

const profiles = {
  Baseline: 'profile=constrained-baseline',
  Main: 'profile=main',
  High: 'profile=high',
} as const;

/** Quantizer of a quality: 100 → 18 (visually lossless), 0 → 45. */
function quantizer(quality: number): number {
  return Math.round(45 - (clamp(quality, { min: 0, max: 100 }) * 27) / 100);
}

/**
 * Effort of x264. On a small machine 12 to 26 % less processor time and 6 MiB less memory for 720p, for a similarity (SSIM) of 0.88
 * where 0.89 was, at 1 Mbit/s of a detailed picture. Scene cuts are off: key frames come by GOP and by request only.
 */
const effort = isSmallMachine
  ? 'speed-preset=ultrafast option-string=scenecut=0:deblock=0,0:aq-mode=1'
  : 'speed-preset=superfast option-string=scenecut=0';

const x264: VideoEncoder = {
  element: 'x264enc',
  launch: (state) =>
    `x264enc name=encoder tune=zerolatency ${effort} sliced-threads=false threads=1 ` +
    `pass=${state.constantBitRate ? 'cbr' : 'qual'}`,
  settings: (state) => ({
    bitrate: state.bitrate,
    'key-int-max': state.govLength,
    cabac: state.profile !== 'Baseline',
    dct8x8: state.profile === 'High',
    aud: false,
    ...(state.constantBitRate ? {} : { quantizer: quantizer(state.quality) }),
  }),
  live: { bitrate: (state) => ({ bitrate: state.bitrate }) },
  profiles,
  abilities: {
    rates: ['constant', 'variable'],
    govLength: { min: 1, max: 1000 },
    bitrate: { min: 1, max: 2_000_000 },
    width: { min: 16, max: 16_384 },
    height: { min: 16, max: 16_384 },
  },
};

const openh264: VideoEncoder = {
  element: 'openh264enc',
  launch: (state) =>
    `openh264enc name=encoder complexity=low usage-type=camera multi-thread=1 scene-change-detection=false ` +
    `rate-control=${state.constantBitRate ? 'bitrate' : 'quality'}`,
  settings: (state) => ({ bitrate: state.bitrate * 1000, 'gop-size': state.govLength }),
  live: {},
  profiles,
  abilities: {
    rates: ['constant', 'variable'],
    govLength: { min: 1, max: 1000 },
    bitrate: { min: 1, max: 240_000 },
    width: { min: 16, max: 4096 },
    height: { min: 16, max: 2304 },
  },
};

/** Bit rate (bit/s) in the steps of bcm2835-codec. @param bitrate kbit/s */
function toStep(bitrate: number): number {
  return Math.max(1, Math.round(bitrate / 25)) * 25_000;
}

/**
 * Encoder of Raspberry Pi 3, 4 and Zero 2 (bcm2835-codec), not tested on one. Profile and level come from the caps; the default level
 * 1.0 is too small for any picture here, level 4 is 1080p at 30. With a constant rate it lacks the entropy coding of Main and High, so
 * it offers a variable rate, which stays near the bit rate too.
 */
const v4l2: VideoEncoder = {
  element: 'v4l2h264enc',
  launch: () => 'v4l2h264enc name=encoder',
  settings: () => ({}),
  ...withControls<VideoEncoderState>((state) => [
    { names: ['repeat_sequence_header'], value: 1 },
    { names: ['video_bitrate_mode'], value: 0 },
    { names: ['video_bitrate'], value: toStep(state.bitrate), required: true },
    // Other drivers than bcm2835-codec have the second name.
    { names: ['h264_i_frame_period', 'video_gop_size'], value: state.govLength, required: true },
  ]),
  live: {},
  profiles: {
    Baseline: 'profile=constrained-baseline,level=(string)4',
    Main: 'profile=main,level=(string)4',
    High: 'profile=high,level=(string)4',
  },
  abilities: {
    rates: ['variable'],
    govLength: { min: 1, max: 1000 },
    bitrate: { min: 25, max: 25_000 },
    width: { min: 32, max: 1920 },
    height: { min: 32, max: 1920 },
    pixelRate: 1920 * 1088 * 30,
  },
};

const nvidia = nvidiaEncoder('nvv4l2h264enc', { Baseline: 0, Main: 2, High: 4 });

/** H.264 over RTP (RFC 6184): single unit, STAP-A and FU-A. */
export const h264: VideoFormat = {
  codec: 'H264',
  encodingName: 'H264',
  payloadType: 96,
  encoders: [nvidia, v4l2, x264, openh264],
  defaultProfile: 'Main',
  caps: 'video/x-h264,stream-format=byte-stream',
  // The parser adds parameter sets to a key frame that has none. The payloader would add them to every one.
  parser: 'h264parse config-interval=-1',
  payloader: 'rtph264pay pt=96 mtu=1400 aggregate-mode=zero-latency config-interval=0',
  fmtp: (caps) => `packetization-mode=1;${fmtpOf(caps, ['profile-level-id', 'sprop-parameter-sets'])}`,
};
