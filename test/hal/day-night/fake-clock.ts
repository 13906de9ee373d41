import type { Clock } from '../../../hal/day-night/clock.ts';

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** Time that passes when the test says so. */
export class FakeClock implements Clock {
  #now = 0;
  #sleepers: Sleeper[] = [];

  now(): number {
    return this.#now;
  }

  wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) {
        resolve();
        return;
      }
      const wake = (): void => {
        this.#sleepers = this.#sleepers.filter((one) => one !== sleeper);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const sleeper = { at: this.#now + Math.max(0, milliseconds), wake };
      this.#sleepers.push(sleeper);
      signal?.addEventListener('abort', wake);
    });
  }

  /** Lets time pass; whoever waits goes on at its moment. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    for (await settled(); ; await settled()) {
      const due = this.#sleepers.filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)[0];
      if (due === undefined) break;
      this.#now = due.at;
      due.wake();
    }
    this.#now = end;
  }
}

/** Everything that does not wait for time has run. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
