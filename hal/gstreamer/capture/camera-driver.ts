import type { VideoCodec, VideoSourceState } from '../../ports/media-engine.ts';
import type { PipelinePlan } from '../pipeline/pipeline.ts';

/** What a camera delivers: pictures to be encoded, or access units that are sent as they are. */
export type CameraOutput = 'raw' | VideoCodec;

/** One try to start a camera. */
export interface CameraStart {
  readonly plan: PipelinePlan;
  /** Ways to start it that there are: when one fails the next is tried. */
  readonly candidates: number;
  /** For the log: what was chosen. */
  readonly note: string;
}

/** A kind of camera that may come and go. */
export interface CameraDriver {
  readonly output: CameraOutput;
  /** Where the camera is: the path of its node, or its name. Throws HalError that says why it cannot be used. */
  find(): string;
  /** Whether what was found is there still; asked several times a second. */
  isThere(found: string): boolean;
  /** @param attempt 0.. ; counts the starts that failed. Throws HalError. */
  start(found: string, state: VideoSourceState, attempt: number): CameraStart;
}
