import type { RtpStream, RtpTransports } from './rtp-stream.ts';

/** One camera sensor as the engine runs it. The board says which driver; `scene` values are the port's own units. */
export interface VideoSourceState {
  readonly id: string;
  /** Pixels of the captured picture. */
  readonly width: number;
  readonly height: number;
  /** Frames per second of the capture. */
  readonly frameRate: number;
}

/** H.264 profiles in the standard's spelling (tt:H264Profile). */
export type H264Profile = 'Baseline' | 'Main' | 'High';

/** One encoder configuration as the engine runs it. */
export interface VideoEncoderState {
  /** Equal to the configuration token; the RTP stream has the same id. */
  readonly id: string;
  readonly source: string;
  readonly codec: 'H264' | 'JPEG';
  readonly width: number;
  readonly height: number;
  /** Frames per second, may be a fraction (tt:VideoResolution2 allows it). */
  readonly frameRate: number;
  /** kbit/s */
  readonly bitrate: number;
  readonly constantBitRate: boolean;
  /** Distance of key frames in frames. */
  readonly govLength: number;
  readonly profile: H264Profile;
  /** 0..100, JPEG and variable bit rate. */
  readonly quality: number;
}

export interface MediaState {
  readonly sources: readonly VideoSourceState[];
  readonly encoders: readonly VideoEncoderState[];
}

export type MediaEngineEvent =
  | { readonly kind: 'pipeline-failed'; readonly id: string; readonly reason: string }
  | { readonly kind: 'pipeline-recovered'; readonly id: string };

/** Runs the GStreamer pipelines: converges on a wanted state, hands out streams and snapshots. */
export interface MediaEngine extends RtpTransports {
  /**
   * Makes the running pipelines agree with `state`. Idempotent. A running stream whose settings changed goes on for its
   * subscribers with the same SSRC and an unbroken sequence; the new settings show from the next key frame on.
   */
  apply(state: MediaState): Promise<void>;
  /** undefined for an unknown encoder id. */
  stream(encoderId: string): RtpStream | undefined;
  /**
   * A JPEG of the newest frame at the encoder's resolution.
   * Rejects with HalError 'gone' (no such encoder, no picture) or 'busy' (more than 8 waiting).
   */
  snapshot(encoderId: string): Promise<Buffer>;
  /** Stops everything; resolves when all pipelines are down. */
  stop(): Promise<void>;
}

/** What one kind of encoder on this board can do: source of the options in Media and Media2. */
export interface VideoEncoderCapabilities {
  readonly codec: 'H264' | 'JPEG';
  readonly resolutions: readonly { readonly width: number; readonly height: number }[];
  /** Frames per second, ascending. */
  readonly frameRates: readonly number[];
  /** kbit/s, inclusive. */
  readonly bitrate: { readonly min: number; readonly max: number };
  readonly govLength: { readonly min: number; readonly max: number };
  readonly quality: { readonly min: number; readonly max: number };
  readonly profiles: readonly H264Profile[];
  readonly constantBitRate: boolean;
}
