import type { AudioCodec, AudioDecoderFormat, AudioEncoderState } from '../ports/media-engine.ts';
import type { RtpDescription } from '../ports/rtp-stream.ts';
import type { AudioEncoder } from './encoder.ts';

/** Audio codec with its encoders, payload format and decoding; always mono. */
export interface AudioFormat {
  readonly codec: AudioCodec;
  /** Encoders in order of preference. */
  readonly encoders: readonly AudioEncoder[];
  /** Launch text from encoded sound to RTP packets of about 20 ms. */
  readonly payloader: string;
  /** Description of the stream for its state. */
  readonly describe: (state: AudioEncoderState) => RtpDescription;
  /** Formats the speaker accepts, and the elements needed for them; empty for a codec without playback. */
  readonly playback: readonly AudioDecoderFormat[];
  readonly decoders: readonly string[];
  /** Launch text from RTP packets to raw sound. */
  readonly depayloader: string;
  /** Fields of the packets' caps besides media, payload and clock-rate. */
  readonly rtpFields: (format: AudioDecoderFormat) => string;
}
