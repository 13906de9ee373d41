import type { VideoEncoderState, VideoProfile } from '../ports/media-engine.ts';

type Settings = Readonly<Record<string, string | number | boolean>>;

/** One GStreamer element that can encode H.264, as data. */
export interface H264Encoder {
  readonly element: string;
  /** Launch text of the element with what cannot be set as a property later (enumerations). */
  readonly launch: (state: VideoEncoderState) => string;
  readonly settings: (state: VideoEncoderState) => Settings;
  /** What may change while it plays; anything else needs a restart. */
  readonly live: (state: VideoEncoderState) => Settings | undefined;
  readonly profiles: Readonly<Partial<Record<VideoProfile, string>>>;
}

/** 100 → 18 (visually lossless), 0 → 45. */
function quantizer(quality: number): number {
  return Math.round(45 - (Math.min(100, Math.max(0, quality)) * 27) / 100);
}

const x264: H264Encoder = {
  element: 'x264enc',
  // Scene cuts are off: a key frame comes when GOP or client asks, never otherwise.
  launch: (state) =>
    `x264enc name=encoder tune=zerolatency speed-preset=superfast sliced-threads=false threads=1 ` +
    `option-string=scenecut=0 pass=${state.constantBitRate ? 'cbr' : 'qual'}`,
  settings: (state) => ({
    bitrate: state.bitrate,
    'key-int-max': state.govLength,
    cabac: state.profile !== 'Baseline',
    dct8x8: state.profile === 'High',
    aud: false,
    ...(state.constantBitRate ? {} : { quantizer: quantizer(state.quality) }),
  }),
  live: (state) => ({ bitrate: state.bitrate }),
  profiles: { Baseline: 'constrained-baseline', Main: 'main', High: 'high' },
};

const openh264: H264Encoder = {
  element: 'openh264enc',
  launch: (state) =>
    `openh264enc name=encoder complexity=low usage-type=camera multi-thread=1 scene-change-detection=false ` +
    `rate-control=${state.constantBitRate ? 'bitrate' : 'quality'}`,
  settings: (state) => ({ bitrate: state.bitrate * 1000, 'gop-size': state.govLength }),
  live: () => undefined,
  profiles: { Baseline: 'constrained-baseline', Main: 'main', High: 'high' },
};

/** In order of preference; the next one is tried where one does not exist or does not start. */
export const h264Encoders: readonly H264Encoder[] = [x264, openh264];

const fields = ['profile-level-id', 'sprop-parameter-sets'] as const;

/** The a=fmtp value (RFC 6184 8.2.1) from the caps of the payloader. */
export function h264Fmtp(caps: Readonly<Record<string, string>>): string {
  const parameters = fields.flatMap((field) => (caps[field] === undefined ? [] : [`${field}=${caps[field]}`]));
  return ['packetization-mode=1', ...parameters].join(';');
}

/** Payloader for access units; the hub writes sequence, timestamp and SSRC. */
export const h264Payloader = 'rtph264pay pt=96 mtu=1400 aggregate-mode=zero-latency';
