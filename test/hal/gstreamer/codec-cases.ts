import type { VideoCodec, VideoEncoderState } from '../../../hal/ports/media-engine.ts';
import { parseJpegPayload } from '../jpeg-reassembly.ts';
import { h265Types } from '../nal-units.ts';
import { nalTypes, type RtpPacket } from '../rtp-packets.ts';
import { subEncoder } from '../running-engine.ts';

export const width = 640;
export const height = 360;

/** Properties of a video codec for receivers. */
interface CodecCase {
  readonly codec: VideoCodec;
  readonly fmtp: RegExp;
  readonly decoder: string;
  /** Whether a packet begins a key frame. */
  readonly startsKey: (packet: RtpPacket) => boolean;
}

export const codecCases: readonly CodecCase[] = [
  {
    codec: 'H264',
    fmtp: /^packetization-mode=1;profile-level-id=4d[0-9a-f]{4};sprop-parameter-sets=[\w+/=]+,[\w+/=]+$/,
    decoder: 'rtph264depay ! avdec_h264',
    startsKey: (packet) => nalTypes(packet.payload).includes(7),
  },
  {
    codec: 'H265',
    fmtp: /^profile-id=1;level-id=\d+;sprop-vps=[\w+/=]+;sprop-sps=[\w+/=]+;sprop-pps=[\w+/=]+$/,
    decoder: 'rtph265depay ! h265parse ! avdec_h265',
    startsKey: (packet) => h265Types(packet.payload).includes(32),
  },
  {
    codec: 'JPEG',
    fmtp: /^$/,
    decoder: 'rtpjpegdepay ! jpegdec',
    startsKey: (packet) => parseJpegPayload(packet.payload).offset === 0,
  },
];

/** State of the second encoder with another codec. */
export function stateOf(codec: VideoCodec, change: Partial<VideoEncoderState> = {}): VideoEncoderState {
  return { ...subEncoder, codec, width, height, profile: undefined, ...change };
}
