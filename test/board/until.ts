import { setTimeout as wait } from 'node:timers/promises';

/** Waits until something is so; fails after 10 s. */
export async function until(holds: () => boolean): Promise<void> {
  for (const end = performance.now() + 10_000; !holds(); await wait(5)) {
    if (performance.now() > end) throw new Error(`not so within 10 s: ${holds}`);
  }
}
