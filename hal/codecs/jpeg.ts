import type { VideoEncoder, VideoFormat } from './encoder.ts';

const none = (): Record<string, never> => ({});

const jpegenc: VideoEncoder = {
  element: 'jpegenc',
  launch: () => 'jpegenc name=encoder',
  // 0 would be a grey square: the codec's own lowest useful value is 5.
  settings: (state) => ({ quality: Math.max(5, state.quality) }),
  // Each picture stands alone: neither bit rate nor distance of key frames means anything.
  live: {
    quality: (state) => ({ quality: Math.max(5, state.quality) }),
    bitrate: none,
    govLength: none,
    constantBitRate: none,
  },
  profiles: {},
};

/** JPEG over RTP: RFC 2435 with ONVIF's header extension beyond 2040 pixels (STR-60..64). */
export const jpeg: VideoFormat = {
  codec: 'JPEG',
  encodingName: 'JPEG',
  payloadType: 26,
  encoders: [jpegenc],
  defaultProfile: undefined,
  caps: 'image/jpeg',
  parser: '',
  payloader: 'onvifjpegpay mtu=1400',
  fmtp: () => undefined,
};
