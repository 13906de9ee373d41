import { setTimeout as wait } from 'node:timers/promises';

/**
 * Waits until a condition holds. A condition that throws or rejects does not hold yet. Fails after `milliseconds`, which only tell a hang from work: generous for a loaded machine.
 */
export async function until(
  holds: () => boolean | Promise<boolean>,
  what: string = String(holds),
  milliseconds = 30_000,
): Promise<void> {
  const begun = performance.now();
  let reason: unknown;
  const check = async (): Promise<boolean> => {
    try {
      return await holds();
    } catch (error) {
      reason = error;
      return false;
    }
  };
  while (!(await check())) {
    if (performance.now() - begun > milliseconds)
      throw new Error(`not within ${milliseconds} ms: ${what}`, { cause: reason });
    await wait(10);
  }
}
