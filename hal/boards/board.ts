import type { VideoEncoderCapabilities } from '../ports/media-engine.ts';

/** Driver of a camera: `virtual` is the drawn scene, `h264-file` a camera that delivers encoded frames. */
export type CameraFact = { readonly driver: 'virtual' } | { readonly driver: 'h264-file'; readonly path: string };

/** Facts of one video source of a board. */
export interface VideoSourceFact {
  readonly id: string;
  readonly camera: CameraFact;
  readonly width: number;
  readonly height: number;
  readonly frameRate: number;
}

/** A board file holds facts only; nothing else in the code names a board. */
export interface Board {
  /** The slug used on the command line. */
  readonly name: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly hardwareId: string;
  readonly sources: readonly VideoSourceFact[];
  /** Encoder capabilities that every source of the board has. */
  readonly encoders: readonly VideoEncoderCapabilities[];
  /** H.264 encoder instances the board can run at once, per source (GetGuaranteedNumberOfVideoEncoderInstances). */
  readonly encoderInstances: { readonly total: number; readonly H264: number; readonly JPEG: number };
}
