/** A piece of work for the lanes. */
export interface Job {
  /** Expected seconds: the longest jobs start first, so that no lane ends long after the others. */
  readonly weight: number;
  /** Runs while no other job does. */
  readonly alone: boolean;
}

/** Lanes for a number of processors: most suites wait for timers and sockets, so six lanes keep two processors busy. */
export function lanesFor(processors: number): number {
  return processors * 3;
}

/** Runs jobs that want the machine first, one at a time, then all others through so many lanes, longest first. */
export async function runInLanes<J extends Job>(
  jobs: readonly J[],
  lanes: number,
  run: (job: J) => Promise<void>,
): Promise<void> {
  const longestFirst = [...jobs].sort((one, other) => other.weight - one.weight);
  await drain(
    longestFirst.filter((job) => job.alone),
    1,
    run,
  );
  await drain(
    longestFirst.filter((job) => !job.alone),
    lanes,
    run,
  );
}

async function drain<J>(jobs: readonly J[], lanes: number, run: (job: J) => Promise<void>): Promise<void> {
  const waiting = [...jobs];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await run(next);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
