import type { AudioCodec, AudioDecoderFormat, AudioEncoderState } from '../ports/media-engine.ts';
import type { RtpDescription } from '../ports/rtp-stream.ts';
import type { AudioEncoder } from './encoder.ts';

/** How an audio codec becomes RTP, and sound again. Mono throughout. */
export interface AudioFormat {
  readonly codec: AudioCodec;
  /** In order of preference. */
  readonly encoders: readonly AudioEncoder[];
  /** Launch text from encoded sound to RTP packets of about 20 ms. */
  readonly payloader: string;
  /** What a session description says; all of it follows from the state. */
  readonly describe: (state: AudioEncoderState) => RtpDescription;
  /** What the speaker accepts, and the elements that must exist for it; empty where it cannot be played. */
  readonly playback: readonly AudioDecoderFormat[];
  readonly decoders: readonly string[];
  /** Launch text from RTP packets to raw sound. */
  readonly depayloader: string;
  /** Fields of the packets' caps besides media, payload and clock-rate. */
  readonly rtpFields: (format: AudioDecoderFormat) => string;
}
