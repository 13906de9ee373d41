import type { VideoEncoderState } from '../ports/media-engine.ts';
import { clamp } from '../ports/range.ts';
import { fmtpOf, type RtpCaps, type VideoEncoder, type VideoFormat } from './encoder.ts';
import { nvidiaEncoder } from './nvidia.ts';

/** Rate factor of a quality: 100 → 20, 0 → 47. */
function rateFactor(state: VideoEncoderState): number {
  return Math.round(47 - (clamp(state.quality, { min: 0, max: 100 }) * 27) / 100);
}

// Options for low delay: one thread and no look-ahead. Closed GOPs: each key frame is an IDR.
const options = [
  'scenecut=0',
  'open-gop=0',
  'bframes=0',
  'rc-lookahead=0',
  'frame-threads=1',
  'wpp=0',
  'pools=none',
].join(':');

/**
 * Rate control with a buffer of one second. Without it x265 encodes 81 to 170 kbit/s where 64 are set, by size and frame rate, and
 * a constant quality has no limit. With it 49 to 66 remain. Groups of fewer than five pictures
 * are not offered: they need more (469 with key frames only).
 * The options of x265 cannot change while it runs.
 */
function rate(state: VideoEncoderState): string {
  const { bitrate, constantBitRate } = state;
  const buffer = `vbv-maxrate=${bitrate}:vbv-bufsize=${bitrate}`;
  return constantBitRate ? buffer : `crf=${rateFactor(state)}:${buffer}`;
}

const x265: VideoEncoder = {
  element: 'x265enc',
  launch: () => 'x265enc name=encoder tune=zerolatency speed-preset=ultrafast',
  settings: (state) => ({
    bitrate: state.bitrate,
    'key-int-max': state.govLength,
    'option-string': `${options}:${rate(state)}`,
  }),
  live: {},
  profiles: { Main: 'profile=main', Main10: 'profile=main-10' },
  pixels: { Main10: 'I420_10LE' },
  abilities: {
    rates: ['constant', 'variable'],
    govLength: { min: 5, max: 1000 },
    bitrate: { min: 1, max: 100_000 },
    width: { min: 64, max: 8192 },
    height: { min: 64, max: 4320 },
  },
};

const nvidia = nvidiaEncoder('nvv4l2h265enc', { Main: 0 });

const profileAt = 3;
const levelAt = 14;

/** profile-id and level-id (RFC 7798 7.1) from the sequence parameter set: bytes of profile_tier_level. */
function profileAndLevel(spropSps: string): string {
  const unit = Buffer.from(spropSps.split(',')[0] ?? '', 'base64')
    .toString('latin1')
    .replaceAll('\0\0\x03', '\0\0');
  const at = (index: number): number => unit.charCodeAt(index);
  return unit.length > levelAt ? `profile-id=${at(profileAt) & 31};level-id=${at(levelAt)}` : '';
}

function fmtp(caps: RtpCaps): string {
  const identity = profileAndLevel(caps['sprop-sps'] ?? '');
  return [identity, fmtpOf(caps, ['sprop-vps', 'sprop-sps', 'sprop-pps'])].filter((part) => part !== '').join(';');
}

/** H.265 over RTP (RFC 7798): single unit, aggregation and fragmentation units. */
export const h265: VideoFormat = {
  codec: 'H265',
  encodingName: 'H265',
  payloadType: 96,
  encoders: [nvidia, x265],
  defaultProfile: 'Main',
  caps: 'video/x-h265,stream-format=byte-stream',
  // The parser adds parameter sets to a key frame that has none. The payloader would add them to every one.
  parser: 'h265parse config-interval=-1',
  payloader: 'rtph265pay pt=96 mtu=1400 aggregate-mode=zero-latency config-interval=0',
  fmtp,
};
