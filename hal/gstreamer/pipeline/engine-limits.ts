import { patient } from '../../system/patience.ts';

/** Time limits of the media engine, ms. */
export interface EngineLimits {
  /** Time a capture or encoder runs on after its last use, so that short gaps do not stop it. */
  readonly linger: number;
  /** Time without a picture after which a camera has lost its signal. */
  readonly silence: number;
  /** Time without a new frame after which a stream is stuck; longer than the frame interval at the lowest rate. */
  readonly stall: number;
  /** Longest time to the first frame of a stream before PLAY fails. */
  readonly play: number;
}

/** Limits of a camera in use; those that detect a hang are longer on a slow machine. */
export const engineLimits: EngineLimits = {
  linger: 5000,
  silence: patient(2000),
  stall: patient(8000),
  play: patient(5000),
};
