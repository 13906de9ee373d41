/** Limits on the probes that switch the lamps off for a moment, since they darken the picture. Times in ms. */
export interface ProbePace {
  /** Earliest time of the next decisive probe. */
  readonly notBefore: number;
  /** Pause after the next failed probe. */
  readonly wait: number;
  /** Time of the next routine probe of lamps that outshine the boundary. */
  readonly nextRoutine: number;
}

const minute = 60_000;
const firstWait = minute / 2;
const longestWait = 10 * minute;
/** Time between two routine probes. */
export const routineTime: number = 30 * minute;

export const freshProbes: ProbePace = { notBefore: 0, wait: firstWait, nextRoutine: routineTime };

/** Pace after a probe that found no day: its cause (a moth, a wall nearby) may last, so the pauses grow. */
export function failedProbe({ notBefore, wait }: ProbePace, at: number): ProbePace {
  const calm = at > notBefore + 2 * wait;
  const pause = calm ? firstWait : wait;
  return { notBefore: at + pause, wait: Math.min(longestWait, pause * 2), nextRoutine: at + routineTime };
}
