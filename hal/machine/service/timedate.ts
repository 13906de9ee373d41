import { reasonOf } from '../../ports/hal-error.ts';

/** Milliseconds between two tries, and for all of them: systemd may take that long to stop a unit. */
const limits = { pause: 100, whole: 15_000 } as const;

/** Words of timedate1 while the job of its last request runs; SetNTP and SetTime answer before that has ended. */
const unfinished = /Previous request is not finished|Automatic time synchronization is enabled/;

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Calls timedate1 until it has finished its last request. Rejects with any other error at once.
 * @param call is given the milliseconds that have passed since the first try
 */
export async function whenFinished(call: (passed: number) => Promise<unknown>): Promise<void> {
  const begun = performance.now();
  for (;;) {
    const passed = performance.now() - begun;
    try {
      await call(passed);
      return;
    } catch (error) {
      if (passed > limits.whole || !unfinished.test(reasonOf(error))) throw error;
    }
    await wait(limits.pause);
  }
}
