import type { AudioEncoderState, VideoCodec, VideoEncoderState, VideoProfile } from '../ports/media-engine.ts';

/** Properties of a GStreamer element. */
type Settings = Readonly<Record<string, string | number | boolean>>;

/** The fields of a payloader's caps, all values as text. */
export type RtpCaps = Readonly<Record<string, string>>;

/** One GStreamer element that can encode, as data. */
export interface Encoder<State> {
  readonly element: string;
  /**
   * Launch text with what cannot be set as a property later (enumerations, 64 bit numbers). The element is named `encoder`
   * and stands last; what brings its input to memory of its own may stand before it.
   */
  readonly launch: (state: State) => string;
  /** All properties that any state sets: pipelines are used again. */
  readonly settings: (state: State) => Settings;
  /** Properties that are structures or enumerations, as GStreamer writes them; set together with the settings. */
  readonly texts?: (state: State) => Readonly<Record<string, string>>;
  /** Members of the state that may change while it plays, and what to set then; another change needs a restart. */
  readonly live: Readonly<Partial<Record<keyof State, (state: State) => Settings>>>;
}

interface Range {
  readonly min: number;
  readonly max: number;
}

/** What an element can do, by what its makers say: a board offers no more than that. */
export interface VideoEncoderAbilities {
  readonly rates: readonly ('constant' | 'variable')[];
  /** Distance of key frames in frames. */
  readonly govLength: Range;
  /** kbit/s */
  readonly bitrate: Range;
  /** Pixels; both are even. */
  readonly width: Range;
  readonly height: Range;
  /** Pixels a second; undefined where the processor alone sets the limit. */
  readonly pixelRate?: number;
}

export interface VideoEncoder extends Encoder<VideoEncoderState> {
  readonly abilities: VideoEncoderAbilities;
  /** What the caps of the encoded stream must say for each profile; empty where the launch text says it. */
  readonly profiles: Readonly<Partial<Record<VideoProfile, string>>>;
  /** Pixel format of its input where the profile decides; I420 otherwise. */
  readonly pixels?: Readonly<Partial<Record<VideoProfile, string>>>;
}

export interface AudioEncoder extends Encoder<AudioEncoderState> {
  /** Seconds by which decoded sound is behind the timestamps that the encoder writes. */
  readonly delay: (state: AudioEncoderState) => number;
}

/** How a video codec becomes RTP. */
export interface VideoFormat {
  readonly codec: VideoCodec;
  readonly encodingName: string;
  readonly payloadType: number;
  /** In order of preference; the next one is tried where one does not exist or does not start. */
  readonly encoders: readonly VideoEncoder[];
  /** Profile of a state that names none, undefined for a codec without profiles. */
  readonly defaultProfile: VideoProfile | undefined;
  /** Media type of the encoded stream with what the payloader must get. */
  readonly caps: string;
  /** Element between encoder and payloader, empty where none is needed. */
  readonly parser: string;
  /** Launch text from encoded pictures to RTP packets; parameter sets come with every key frame (STR-27). */
  readonly payloader: string;
  /** The a=fmtp value from the payloader's caps; undefined where there is none. */
  readonly fmtp: (caps: RtpCaps) => string | undefined;
}

/** Parameters that the caps have, as `name=value;name=value`. */
export function fmtpOf(caps: RtpCaps, names: readonly string[]): string {
  return names.flatMap((name) => (caps[name] === undefined ? [] : [`${name}=${caps[name]}`])).join(';');
}
