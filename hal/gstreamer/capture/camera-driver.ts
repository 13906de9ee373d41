import type { VideoCodec, VideoSourceState } from '../../ports/media-engine.ts';
import type { PictureRectangle } from '../../ports/scene-analyser.ts';
import type { PipelinePlan } from '../pipeline/pipeline.ts';

/** Output of a camera: raw pictures to encode, or encoded access units that are sent unchanged. */
export type CameraOutput = 'raw' | VideoCodec;

/** Attempt to start a camera. */
export interface CameraStart {
  readonly plan: PipelinePlan;
  /** Number of ways to start the camera; the next is tried after a failure. */
  readonly candidates: number;
  /** Chosen format, for the log. */
  readonly note: string;
}

/** Driver of a camera that may come and go. */
export interface CameraDriver {
  readonly output: CameraOutput;
  /** Finds the camera: the path of its node, or its name. Throws HalError with the reason. */
  find(): string;
  /** Whether the found camera is still present; called several times a second. */
  isPresent(found: string): boolean;
  /** Parts of the captured picture into which the camera writes something that changes, as a clock does. */
  marks?(state: VideoSourceState): readonly PictureRectangle[];
  /** Plans a start. @param attempt number of failed starts. Throws HalError. */
  start(found: string, state: VideoSourceState, attempt: number): CameraStart;
}
