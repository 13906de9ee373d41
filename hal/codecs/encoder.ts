import type { AudioEncoderState, VideoCodec, VideoEncoderState, VideoProfile } from '../ports/media-engine.ts';
import type { Range } from '../ports/range.ts';
import type { DriverControl } from './driver-controls.ts';

/** Properties of a GStreamer element. */
type Settings = Readonly<Record<string, string | number | boolean>>;

/** Fields of a payloader's caps, values as text. */
export type RtpCaps = Readonly<Record<string, string>>;

/** Encoding GStreamer element as data. */
export interface Encoder<State> {
  readonly element: string;
  /**
   * Launch text with settings that cannot be set as a property later (enumerations, 64 bit numbers). The element is named `encoder`
   * and comes last, after converters of its input.
   */
  readonly launch: (state: State) => string;
  /** All properties that any state sets, since pipelines are reused. */
  readonly settings: (state: State) => Settings;
  /** Properties with structures or enumerations in GStreamer's text form, set together with the settings. */
  readonly texts?: (state: State) => Readonly<Record<string, string>>;
  /** Controls of the kernel driver behind the element, as `texts` sets them; they are read back after the start. */
  readonly controls?: (state: State) => readonly DriverControl[];
  /** Members of the state that may change while the encoder plays, with their properties; other changes need a restart. */
  readonly live: Readonly<Partial<Record<keyof State, (state: State) => Settings>>>;
}

/** Abilities of an element by its documentation; a board offers no more. */
export interface VideoEncoderAbilities {
  readonly rates: readonly ('constant' | 'variable')[];
  /** Distance of key frames in frames. */
  readonly govLength: Range;
  /** kbit/s */
  readonly bitrate: Range;
  /** Bits a pixel below which the encoder cannot go; absent where it keeps any bit rate. */
  readonly leastBits?: number;
  /** Pixels; both are even. */
  readonly width: Range;
  readonly height: Range;
  /** Pixels a second; undefined if only the processor limits it. */
  readonly pixelRate?: number;
}

export interface VideoEncoder extends Encoder<VideoEncoderState> {
  readonly abilities: VideoEncoderAbilities;
  /** Caps of the encoded stream for each profile; empty if the launch text sets the profile. */
  readonly profiles: Readonly<Partial<Record<VideoProfile, string>>>;
  /** Pixel format of the input by profile; I420 when absent. */
  readonly pixels?: Readonly<Partial<Record<VideoProfile, string>>>;
}

export interface AudioEncoder extends Encoder<AudioEncoderState> {
  /** Delay (s) of decoded sound behind the timestamps of the encoder. */
  readonly delay: (state: AudioEncoderState) => number;
}

/** Video codec with its encoders and payload format. */
export interface VideoFormat {
  readonly codec: VideoCodec;
  readonly encodingName: string;
  readonly payloadType: number;
  /** Encoders in order of preference; a missing or failing one is replaced by the next. */
  readonly encoders: readonly VideoEncoder[];
  /** Profile of a state that names none, undefined for a codec without profiles. */
  readonly defaultProfile: VideoProfile | undefined;
  /** Caps of the encoded stream as the payloader needs them. */
  readonly caps: string;
  /** Element between encoder and payloader, empty if none is needed. */
  readonly parser: string;
  /** Launch text from encoded pictures to RTP packets; parameter sets come with every key frame (STR-27). */
  readonly payloader: string;
  /** Value of a=fmtp from the payloader's caps; undefined if the codec has none. */
  readonly fmtp: (caps: RtpCaps) => string | undefined;
}

/** Parameters of the caps as `name=value;name=value`. */
export function fmtpOf(caps: RtpCaps, names: readonly string[]): string {
  return names.flatMap((name) => (caps[name] === undefined ? [] : [`${name}=${caps[name]}`])).join(';');
}
