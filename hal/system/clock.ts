import type { Clock } from '../ports/clock.ts';

function after(milliseconds: number, call: () => void): () => void {
  const timer = setTimeout(call, milliseconds);
  return () => clearTimeout(timer);
}

/** Waits by the timer of a clock, as `Clock.wait` does. @internal */
export function waitBy(timer: Clock['after'], milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) {
      resolve();
      return;
    }
    const end = (): void => {
      cancel();
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const cancel = timer(milliseconds, end);
    signal?.addEventListener('abort', end);
  });
}

/** Monotonic clock of the machine: steps of the wall clock do not move it. */
export const systemClock: Clock = {
  now: () => performance.now(),
  after,
  every: (milliseconds, call) => {
    const timer = setInterval(call, milliseconds).unref();
    return () => clearInterval(timer);
  },
  wait: (milliseconds, signal) => waitBy(after, milliseconds, signal),
};
