/** A piece of work for the lanes. */
export interface Job {
  /** Expected seconds: the longest jobs start first, so that no lane ends long after the others. */
  readonly weight: number;
  /** Runs while no other job does. */
  readonly alone: boolean;
  /** What only one job can have at a time: the simulated camera of the rig. Jobs that name none have nothing to share. */
  readonly devices?: string;
}

/** Lanes for a number of processors: most suites wait for timers and sockets, so five lanes keep two processors busy. */
export function lanesFor(processors: number): number {
  return Math.max(2, Math.ceil(processors * 2.5));
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

async function drain<J extends Job>(jobs: readonly J[], lanes: number, run: (job: J) => Promise<void>): Promise<void> {
  const waiting = [...jobs];
  const taken = new Set<string>();
  const running = new Set<Promise<void>>();
  const isFree = ({ devices }: J): boolean => devices === undefined || !taken.has(devices);
  const start = async (job: J): Promise<void> => {
    if (job.devices !== undefined) taken.add(job.devices);
    await run(job);
    if (job.devices !== undefined) taken.delete(job.devices);
  };
  while (waiting.length > 0 || running.size > 0) {
    const next = running.size < lanes ? waiting.findIndex(isFree) : -1;
    if (next < 0) {
      await Promise.race(running);
      continue;
    }
    const started: Promise<void> = Promise.all(waiting.splice(next, 1).map(start)).then(
      () => void running.delete(started),
    );
    running.add(started);
  }
}
