import type { CameraFacts, CameraSettings } from './camera.ts';
import type { PictureState } from './picture-state.ts';
import type { RtpStream, RtpTransports } from './rtp-stream.ts';
import type { AnalysisState } from './scene-analyser.ts';

/** View of a virtual camera, degrees. Each degree of its picture has the same number of pixels (projection `flat` of a head's optics). */
export interface SceneView {
  /** Direction of the middle of the picture: right and up positive. */
  readonly pan: number;
  readonly tilt: number;
  /** From the left to the right edge, 0.1..360. */
  readonly fieldOfView: number;
}

/** Rectangle in whole pixels, from the upper left corner. */
export interface PixelRectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Part of a picture: shares of its width and height from the upper left corner, at least a sixteenth of both. */
export interface CropWindow {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Geometry of a source's picture: the captured picture is cut to `bounds` (even numbers), turned clockwise, then mirrored from left to
 * right (ONVIF Media, VideoSourceConfiguration).
 */
export interface SourceGeometry {
  readonly bounds: PixelRectangle;
  readonly rotate: 0 | 90 | 180 | 270;
  readonly mirror: boolean;
}

/** Bounds of an angle in degrees, or of a share. */
interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** Where a camera on motors may look now. Bounds are equal while the motors stand. */
export interface CameraPose {
  /** False where a position is not known: not referenced, in fault. */
  readonly known: boolean;
  readonly moving: boolean;
  /** As in HeadOptics. */
  readonly projection: 'lens' | 'flat';
  readonly aspect: number;
  /** Degrees: right and up positive. */
  readonly pan: Bounds;
  readonly tilt: Bounds;
  /** Horizontal field of view, degrees. */
  readonly fieldOfView: Bounds;
  /** Another number each time a pose of moving motors is told: silence says that it may be wrong. */
  readonly told: number;
}

/** Camera as the engine runs it; its driver is in the facts of the board. */
export interface VideoSourceState {
  readonly id: string;
  /** Pixels of the captured picture. */
  readonly width: number;
  readonly height: number;
  /** Frames per second of the capture. */
  readonly frameRate: number;
  /** Absent: the whole picture, upright. Cameras that deliver encoded pictures have none. */
  readonly geometry?: SourceGeometry;
  /** Settings of the camera, applied again whenever it returns; absent = unchanged. */
  readonly settings?: CameraSettings;
  /** Light on a virtual camera, lux; 500 and no infrared when absent. Infrared is visible with the filter out only. */
  readonly light?: { readonly visible: number; readonly infrared: number };
  /** View of a virtual camera; absent = unchanged, straight ahead with 60 degrees at first. */
  readonly view?: SceneView;
  /** Part of the picture, after its geometry, that streams, snapshots and luma show where the source has a digital head; absent = all. */
  readonly crop?: CropWindow;
  /**
   * Privacy masks as GVariant text of type a(sbbddda(dd)), `noMasks` for none: kind (Color, Pixelated, Blurred), whether points are
   * directions (degrees) or shares of the captured picture, whether the colour is RGB, three values of the colour, points. No picture
   * is published while it is empty; a text that cannot be read covers the whole picture.
   */
  readonly masks: string;
  /** Needed by masks of directions; absent = they cover the whole picture. */
  readonly pose?: CameraPose;
  /** Absent: its pictures are not analysed. */
  readonly analysis?: AnalysisState;
}

/** Text of a source without privacy masks. */
export const noMasks = '[]';

/** Video codecs by their IANA subtype, as Media2 names them (COD-14). */
export type VideoCodec = 'H264' | 'H265' | 'JPEG' | 'MPV4-ES';

/** Codec profiles in the standard's spelling (tt:VideoEncodingProfiles); JPEG has none. */
export type VideoProfile = 'Baseline' | 'Main' | 'Extended' | 'High' | 'Main10' | 'Simple' | 'AdvancedSimple';

/** Video encoder as the engine runs it. */
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
  /**
   * Texts and images over the picture, in the order in which they are drawn, as GVariant text of type
   * a((sdd)(sss)d(bdddd)b(bdddd)(sii)); `noOsd` for none. Place (UpperLeft, …, Custom) with its upper left corner in -1..1; plain text,
   * date format, time format; font size in 1/1080 of the height; colour (whether RGB, three values, alpha); whether there is a
   * background, and its colour; file of premultiplied RGBA pixels (empty for a text), its width and height.
   */
  readonly osd: string;
}

/** Text of an encoder without on-screen display. */
export const noOsd = '[]';

/** Wall clock of texts in pictures. */
export interface EngineClock {
  /** Milliseconds ahead of Date.now(). */
  readonly offset: number;
  /** POSIX time zone; UTC where it is none. */
  readonly zone: string;
}

/** Audio codecs by their IANA subtype; `PCMU` and `PCMA` are G.711 mu-law and A-law, `mpeg4-generic` is AAC (RFC 3640). */
export type AudioCodec = 'PCMU' | 'PCMA' | 'G726' | 'mpeg4-generic';

/** Microphone as the engine runs it. */
export interface AudioSourceState {
  readonly id: string;
}

/** Audio encoder as the engine runs it. */
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

/** Metadata stream; its documents come from `sendMetadata`. */
export interface MetadataStreamState {
  readonly id: string;
  /** GZIP: each document is one RFC 1952 member (STR-73). */
  readonly compression: 'None' | 'GZIP';
}

/** Speaker as the engine runs it. */
export interface AudioOutputState {
  readonly id: string;
  /** Volume, 0..100. */
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
  /** Result of the trial of the board's video encoders: the capabilities that work. Sent once, soon after the first state. */
  | { readonly kind: 'encoders'; readonly encoders: readonly VideoEncoderCapabilities[] }
  /** Controls of the camera and values in force; sent when the camera appears and when a value changes (every 200 ms at most). */
  | { readonly kind: 'camera'; readonly id: string; readonly facts: CameraFacts; readonly values: CameraSettings }
  /** Camera delivers no picture (unplugged, dead): streams show NO SIGNAL until it returns (IMG-12). */
  | { readonly kind: 'signal'; readonly id: string; readonly lost: boolean; readonly reason: string }
  /** What the pictures of a camera look like, while it runs: sent with the first pictures, and when it changes (IMG-12). */
  | { readonly kind: 'picture'; readonly id: string; readonly state: PictureState }
  /** Motion of an analysed source: the newest record (`readMotionRecord`), or that no pictures come. */
  | { readonly kind: 'motion'; readonly id: string; readonly lost: false; readonly record: Uint8Array }
  | { readonly kind: 'motion'; readonly id: string; readonly lost: true }
  /** Privacy masks of a source are in force: no picture of it is published without them from now on. */
  | { readonly kind: 'masks'; readonly id: string; readonly masks: string }
  /** Metadata stream needs a document at once: a receiver joined, or requested a synchronization point. */
  | { readonly kind: 'metadata-wanted'; readonly id: string }
  /** Metadata stream got its first receiver or lost its last: documents are needed only in between. */
  | { readonly kind: 'metadata-watched'; readonly id: string; readonly watched: boolean };

/** Format of a backchannel codec, for the SDP and the player. */
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

/** Playback of received RTP packets on a speaker (STR-80..85). */
export interface AudioPlayback {
  /**
   * Queues one whole RTP packet of that format. Packets may be out of order; late, duplicate and malformed ones are dropped. Beyond
   * 1 s the oldest packets are dropped.
   */
  push(packet: Uint8Array): void;
  close(): void;
}

/** GStreamer pipelines: they converge on a desired state and deliver streams and snapshots. */
export interface MediaEngine extends RtpTransports {
  /**
   * Makes the running pipelines match `state`. Idempotent. A running stream with changed settings keeps its subscribers, SSRC and
   * sequence; the new settings apply from the next key frame on. When the payload format changes (codec, audio sample rate, bit rate
   * of G.726, compression of metadata), its subscriptions end with RTCP BYE, and `stream(id)` is a new stream.
   */
  apply(state: MediaState): Promise<void>;
  /**
   * Applies the state of one camera alone, for changes that come many times a second. Nothing for a camera that the last `apply`
   * did not name, whatever its size, frame rate and geometry: these change by `apply` only.
   */
  applySource(state: VideoSourceState): void;
  /** Tells the motion analysis of a source that the whole picture changes for a time (ms) from the next one on. */
  hold(source: string, milliseconds: number): void;
  /** Sets the clock that texts in pictures show, from the next second on. */
  setClock(clock: EngineClock): void;
  /** Stream of a video encoder, audio encoder or metadata configuration; undefined for an unknown id. */
  stream(id: string): RtpStream | undefined;
  /** Sends one complete tt:MetadataStream document (UTF-8) to the receivers of a stream; ignored for an unknown stream. */
  sendMetadata(id: string, document: Uint8Array): void;
  /** Formats the speaker can play, in order of preference, PCMU first; empty for an unknown id. */
  playbackFormats(outputId: string): readonly AudioDecoderFormat[];
  /** Rejects with HalError 'gone' (no such output), 'busy' (another playback is open) or 'unsupported' (format). */
  openPlayback(outputId: string, format: AudioDecoderFormat): Promise<AudioPlayback>;
  /**
   * Encodes the newest frame as JPEG at the encoder's resolution.
   * Rejects with HalError 'gone' (no such encoder, no picture) or 'busy' (more than 8 waiting).
   */
  snapshot(encoderId: string): Promise<Buffer>;
  /**
   * Measures the mean luma of the newest frame of a camera, 0 (black) to 1 (white); starts the camera when no stream uses it.
   * Rejects with HalError 'gone' (no such source, no picture of its own within 3 s) or 'busy' (more than 8 waiting).
   */
  luma(source: string): Promise<number>;
  /** Stops all pipelines; resolves once they are down. */
  stop(): Promise<void>;
}

/** Capabilities of one video codec on a board: source of the options in Media and Media2. */
export interface VideoEncoderCapabilities {
  readonly codec: VideoCodec;
  readonly resolutions: readonly { readonly width: number; readonly height: number }[];
  /** Frames per second, ascending. */
  readonly frameRates: readonly number[];
  /** kbit/s, inclusive. */
  readonly bitrate: { readonly min: number; readonly max: number };
  /** Bits a pixel below which the encoder cannot go, whatever the bit rate; absent where it keeps any. */
  readonly leastBits?: number;
  readonly govLength: { readonly min: number; readonly max: number };
  readonly quality: { readonly min: number; readonly max: number };
  /** Empty for a codec without profiles. */
  readonly profiles: readonly VideoProfile[];
  readonly constantBitRate: boolean;
}

/** Capabilities of one audio codec on a board. */
export interface AudioEncoderCapabilities {
  readonly codec: AudioCodec;
  /** kbit/s */
  readonly bitrates: readonly number[];
  /** Hz */
  readonly sampleRates: readonly number[];
}
