import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../../hal/ports/clock.ts';
import { waitBy } from '../../hal/system/clock.ts';

interface Timer {
  readonly call: () => void;
  /** ms between two calls; undefined for a single call. */
  readonly every: number | undefined;
  due: number;
}

/** Clock that advances when the test says so; code started by a timer runs before the next timer. */
export class FakeClock implements Clock {
  readonly #timers = new Set<Timer>();
  #now = 0;

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, call: () => void): () => void {
    return this.#add({ call, every: undefined, due: this.#now + Math.max(0, milliseconds) });
  }

  every(milliseconds: number, call: () => void): () => void {
    return this.#add({ call, every: milliseconds, due: this.#now + milliseconds });
  }

  wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return waitBy((delay, call) => this.after(delay, call), milliseconds, signal);
  }

  /** Number of timers that are set. */
  get running(): number {
    return this.#timers.size;
  }

  /** Advances by that many milliseconds; each timer is called at its own time. */
  async pass(milliseconds: number): Promise<void> {
    await turns();
    const end = this.#now + milliseconds;
    for (;;) {
      const [next] = [...this.#timers].sort((one, other) => one.due - other.due);
      if (next === undefined || next.due > end) break;
      this.#now = Math.max(this.#now, next.due);
      if (next.every === undefined) this.#timers.delete(next);
      else next.due += next.every;
      next.call();
      await turns();
    }
    this.#now = end;
    await turns();
  }

  /** Advances without pause, a second at a time. Returns how to stop it. */
  run(): () => void {
    let running = true;
    const go = async (): Promise<void> => {
      while (running) await this.pass(1000);
    };
    void go();
    return () => {
      running = false;
    };
  }

  #add(timer: Timer): () => void {
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }
}

/** Turns of the event loop for a few messages to and fro. */
async function turns(): Promise<void> {
  for (let count = 0; count < 20; count += 1) await turn();
}
