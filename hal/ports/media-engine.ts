import type { CameraFacts, CameraSettings } from './camera.ts';
import type { RtpStream, RtpTransports } from './rtp-stream.ts';

/** Where a virtual camera looks: pan from left -1 to right 1, tilt from down -1 to up 1, zoom 1..8 times. */
export interface SceneView {
  readonly pan: number;
  readonly tilt: number;
  readonly zoom: number;
}

/** One camera sensor as the engine runs it. The board says which driver. */
export interface VideoSourceState {
  readonly id: string;
  /** Pixels of the captured picture. */
  readonly width: number;
  readonly height: number;
  /** Frames per second of the capture. */
  readonly frameRate: number;
  /** What the camera is to be set to, now and whenever it returns; absent = as it is. */
  readonly settings?: CameraSettings;
  /** What shines on a virtual camera, 500 lux and no infrared when absent; infrared is seen with the filter out only. */
  readonly light?: { readonly visible: number; readonly infrared: number };
  /** Where a virtual camera looks; absent = as it is, straight on at first. */
  readonly view?: SceneView;
}

/** Video codecs by their IANA subtype, as Media2 names them (COD-14). */
export type VideoCodec = 'H264' | 'H265' | 'JPEG' | 'MPV4-ES';

/** Codec profiles in the standard's spelling (tt:VideoEncodingProfiles); JPEG has none. */
export type VideoProfile = 'Baseline' | 'Main' | 'Extended' | 'High' | 'Main10' | 'Simple' | 'AdvancedSimple';

/** One encoder configuration as the engine runs it. */
export interface VideoEncoderState {
  /** Equal to the configuration token; the RTP stream has the same id. */
  readonly id: string;
  readonly source: string;
  readonly codec: VideoCodec;
  readonly width: number;
  readonly height: number;
  /** Frames per second, may be a fraction (tt:VideoResolution2 allows it). */
  readonly frameRate: number;
  /** kbit/s */
  readonly bitrate: number;
  readonly constantBitRate: boolean;
  /** Distance of key frames in frames. */
  readonly govLength: number;
  /** undefined for a codec without profiles. */
  readonly profile: VideoProfile | undefined;
  /** 0..100, JPEG and variable bit rate. */
  readonly quality: number;
}

/** Audio codecs by their IANA subtype; `PCMU` and `PCMA` are G.711 mu-law and A-law, `mpeg4-generic` is AAC (RFC 3640). */
export type AudioCodec = 'PCMU' | 'PCMA' | 'G726' | 'mpeg4-generic';

/** One microphone as the engine runs it. */
export interface AudioSourceState {
  readonly id: string;
}

/** One audio encoder configuration as the engine runs it. */
export interface AudioEncoderState {
  /** Equal to the configuration token; the RTP stream has the same id. */
  readonly id: string;
  readonly source: string;
  readonly codec: AudioCodec;
  /** kbit/s: 64 for G.711; 16, 24, 32, 40 for G.726 */
  readonly bitrate: number;
  /** Hz: 8000 for G.711 and G.726 */
  readonly sampleRate: number;
}

/** A metadata stream: its documents come from outside (`sendMetadata`). */
export interface MetadataStreamState {
  readonly id: string;
  /** GZIP: each document is one RFC 1952 member (STR-73). */
  readonly compression: 'None' | 'GZIP';
}

/** One speaker as the engine runs it. */
export interface AudioOutputState {
  readonly id: string;
  /** 0..100, loudness of what is played. */
  readonly level: number;
}

/** Tokens are unique over all lists: `stream(id)` finds any of them. */
export interface MediaState {
  readonly sources: readonly VideoSourceState[];
  readonly encoders: readonly VideoEncoderState[];
  readonly audioSources: readonly AudioSourceState[];
  readonly audioEncoders: readonly AudioEncoderState[];
  readonly metadata: readonly MetadataStreamState[];
  readonly audioOutputs: readonly AudioOutputState[];
}

export type MediaEngineEvent =
  | { readonly kind: 'pipeline-failed'; readonly id: string; readonly reason: string }
  | { readonly kind: 'pipeline-recovered'; readonly id: string }
  /** The board's video encoders were tried: what of its capabilities really works. Told once, soon after the first state. */
  | { readonly kind: 'encoders'; readonly encoders: readonly VideoEncoderCapabilities[] }
  /** What the camera can do and what is in force; told when it appears and when a value changes (at most every 200 ms). */
  | { readonly kind: 'camera'; readonly id: string; readonly facts: CameraFacts; readonly values: CameraSettings }
  /** The camera delivers no picture (unplugged, dead): streams show "no signal" until it is back (IMG-12). */
  | { readonly kind: 'signal'; readonly id: string; readonly lost: boolean; readonly reason: string }
  /** A metadata stream needs a new document at once: a receiver joined, or asked for a synchronization point. */
  | { readonly kind: 'metadata-wanted'; readonly id: string }
  /** A metadata stream got its first receiver, or lost its last one: documents are needed only in between. */
  | { readonly kind: 'metadata-watched'; readonly id: string; readonly watched: boolean };

/** How a backchannel codec is carried: what the SDP says and what the player is set to. */
export interface AudioDecoderFormat {
  readonly codec: AudioCodec;
  /** 0..127; 0 for PCMU, 8 for PCMA, else dynamic */
  readonly payloadType: number;
  /** Hz */
  readonly clockRate: number;
  readonly channels: number;
  /** kbit/s, G.726 only */
  readonly bitrate?: number;
  /** a=fmtp value, AAC only */
  readonly fmtp?: string;
}

/** A running playback of received RTP packets on a speaker (STR-80..85). */
export interface AudioPlayback {
  /**
   * One whole RTP packet of that format, in any order; late, doubled and malformed ones are dropped, the queue is bounded
   * (1 s), more is dropped oldest first.
   */
  push(packet: Uint8Array): void;
  close(): void;
}

/** Runs the GStreamer pipelines: converges on a wanted state, hands out streams and snapshots. */
export interface MediaEngine extends RtpTransports {
  /**
   * Makes the running pipelines agree with `state`. Idempotent. A running stream whose settings changed goes on for its
   * subscribers with the same SSRC and an unbroken sequence; the new settings show from the next key frame on. Where the
   * payload format itself changes (codec, audio sample rate, bit rate of G.726, compression of metadata) no session can
   * follow: its subscriptions end with RTCP BYE, and `stream(id)` is a new stream.
   */
  apply(state: MediaState): Promise<void>;
  /**
   * Applies the state of one camera alone, for changes that come many times a second. Nothing for a camera that the last `apply`
   * did not name, whatever its size and frame rate: both change by `apply` only.
   */
  applySource(state: VideoSourceState): void;
  /** The stream of a video encoder, audio encoder or metadata configuration; undefined for an unknown id. */
  stream(id: string): RtpStream | undefined;
  /** One complete tt:MetadataStream document (UTF-8) for that stream's receivers; nothing when the stream is unknown. */
  sendMetadata(id: string, document: Uint8Array): void;
  /** Formats the speaker can play, in order of preference (PCMU first, clients.md rule 9); empty for an unknown id. */
  playbackFormats(outputId: string): readonly AudioDecoderFormat[];
  /** Rejects with HalError 'gone' (no such output), 'busy' (somebody else plays) or 'unsupported' (format). */
  openPlayback(outputId: string, format: AudioDecoderFormat): Promise<AudioPlayback>;
  /**
   * A JPEG of the newest frame at the encoder's resolution.
   * Rejects with HalError 'gone' (no such encoder, no picture) or 'busy' (more than 8 waiting).
   */
  snapshot(encoderId: string): Promise<Buffer>;
  /**
   * Mean luma of the newest frame of a camera, 0 (black) to 1 (white); the camera runs for it when nobody streams.
   * Rejects with HalError 'gone' (no such source, no picture of its own within 3 s) or 'busy' (more than 8 waiting).
   */
  luma(source: string): Promise<number>;
  /** Stops everything; resolves when all pipelines are down. */
  stop(): Promise<void>;
}

/** What one kind of encoder on this board can do: source of the options in Media and Media2. */
export interface VideoEncoderCapabilities {
  readonly codec: VideoCodec;
  readonly resolutions: readonly { readonly width: number; readonly height: number }[];
  /** Frames per second, ascending. */
  readonly frameRates: readonly number[];
  /** kbit/s, inclusive. */
  readonly bitrate: { readonly min: number; readonly max: number };
  readonly govLength: { readonly min: number; readonly max: number };
  readonly quality: { readonly min: number; readonly max: number };
  /** Empty for a codec without profiles. */
  readonly profiles: readonly VideoProfile[];
  readonly constantBitRate: boolean;
}

/** What one kind of audio encoder on this board can do. */
export interface AudioEncoderCapabilities {
  readonly codec: AudioCodec;
  /** kbit/s */
  readonly bitrates: readonly number[];
  /** Hz */
  readonly sampleRates: readonly number[];
}
