import { fmtpOf, type VideoEncoder, type VideoFormat } from './encoder.ts';

/** 100 → 18 (visually lossless), 0 → 45. */
function quantizer(quality: number): number {
  return Math.round(45 - (Math.min(100, Math.max(0, quality)) * 27) / 100);
}

const x264: VideoEncoder = {
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
  live: { bitrate: (state) => ({ bitrate: state.bitrate }) },
  profiles: { Baseline: 'constrained-baseline', Main: 'main', High: 'high' },
};

const openh264: VideoEncoder = {
  element: 'openh264enc',
  launch: (state) =>
    `openh264enc name=encoder complexity=low usage-type=camera multi-thread=1 scene-change-detection=false ` +
    `rate-control=${state.constantBitRate ? 'bitrate' : 'quality'}`,
  settings: (state) => ({ bitrate: state.bitrate * 1000, 'gop-size': state.govLength }),
  live: {},
  profiles: { Baseline: 'constrained-baseline', Main: 'main', High: 'high' },
};

/** H.264 over RTP (RFC 6184): single unit, STAP-A and FU-A. */
export const h264: VideoFormat = {
  codec: 'H264',
  encodingName: 'H264',
  payloadType: 96,
  encoders: [x264, openh264],
  defaultProfile: 'Main',
  caps: 'video/x-h264,stream-format=byte-stream',
  parser: 'h264parse',
  payloader: 'rtph264pay pt=96 mtu=1400 aggregate-mode=zero-latency config-interval=-1',
  fmtp: (caps) => `packetization-mode=1;${fmtpOf(caps, ['profile-level-id', 'sprop-parameter-sets'])}`,
};
