import { patient } from '../../system/patience.ts';

/** Times of the media engine in milliseconds. */
export interface EngineLimits {
  /** A capture or an encoder runs on for this long after its last use, so that short gaps do not stop it. */
  readonly linger: number;
  /** A camera that delivered pictures has lost its signal after this long without one. */
  readonly silence: number;
  /** A running stream without a new frame is stuck. Longer than the distance of frames at the lowest rate. */
  readonly stall: number;
  /** The first frame of a stream must come within this time, or PLAY fails. */
  readonly play: number;
}

/** Limits of a camera in use; those that tell a hang from work are stretched on a slow machine. */
export const engineLimits: EngineLimits = {
  linger: 5000,
  silence: patient(2000),
  stall: patient(8000),
  play: patient(2000),
};
