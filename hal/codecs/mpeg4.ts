import { fmtpOf, type VideoEncoder, type VideoFormat } from './encoder.ts';

const avenc: VideoEncoder = {
  element: 'avenc_mpeg4',
  launch: () => 'avenc_mpeg4 name=encoder',
  settings: (state) => ({
    bitrate: state.bitrate * 1000,
    'gop-size': state.govLength,
    'max-bframes': 0,
    // Buffer of one second, which the encoder uses with the rate limit as a buffer model.
    maxrate: state.constantBitRate ? state.bitrate * 1000 : 0,
    bufsize: state.constantBitRate ? state.bitrate * 1000 : 0,
  }),
  live: {},
  profiles: { Simple: 'profile=simple' },
  abilities: {
    rates: ['constant', 'variable'],
    govLength: { min: 1, max: 600 },
    bitrate: { min: 1, max: 40_000 },
    width: { min: 16, max: 4096 },
    height: { min: 16, max: 4096 },
  },
};

/** MPEG-4 part 2 over RTP (RFC 6416, formerly RFC 3016); headers come with every key frame. */
export const mpeg4: VideoFormat = {
  codec: 'MPV4-ES',
  encodingName: 'MP4V-ES',
  payloadType: 96,
  encoders: [avenc],
  defaultProfile: 'Simple',
  caps: 'video/mpeg,mpegversion=4,systemstream=false',
  parser: '',
  payloader: 'vedettemp4vpay mtu=1400',
  fmtp: (caps) => fmtpOf(caps, ['profile-level-id', 'config']),
};
