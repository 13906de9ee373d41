/** How often the lights are put out for a moment to see what is left: a picture that blinks is no use. Times in ms. */
export interface ProbePace {
  /** No probe for day before this. */
  readonly notBefore: number;
  /** What the next failed probe adds. */
  readonly wait: number;
  /** When lights that outshine the boundary are measured anew in any case. */
  readonly nextRoutine: number;
}

const minute = 60_000;
const firstWait = minute / 2;
const longestWait = 10 * minute;
/** Between two probes without a cause. */
export const routineTime: number = 30 * minute;

export const freshProbes: ProbePace = { notBefore: 0, wait: firstWait, nextRoutine: routineTime };

/** After a probe that found no day: what looked like it (a moth, a wall nearby) may last, so the waits grow. */
export function failedProbe({ notBefore, wait }: ProbePace, at: number): ProbePace {
  const calm = at > notBefore + 2 * wait;
  const pause = calm ? firstWait : wait;
  return { notBefore: at + pause, wait: Math.min(longestWait, pause * 2), nextRoutine: at + routineTime };
}
