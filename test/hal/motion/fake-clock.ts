import { setImmediate as turn } from 'node:timers/promises';
import type { MotionClock } from '../../../hal/motion/axis/motion-clock.ts';

interface Timer {
  readonly every: number;
  readonly tick: () => void;
  due: number;
}

/** A clock that goes on when it is told; what its ticks start gets its turn in between. */
export class FakeClock implements MotionClock {
  readonly #timers = new Set<Timer>();
  #now = 0;

  now(): number {
    return this.#now;
  }

  every(ms: number, tick: () => void): () => void {
    const timer: Timer = { every: ms, tick, due: this.#now + ms };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  get running(): number {
    return this.#timers.size;
  }

  async pass(ms: number): Promise<void> {
    await this.#turns();
    const end = this.#now + ms;
    for (;;) {
      const [next] = [...this.#timers].sort((one, other) => one.due - other.due);
      if (next === undefined || next.due > end) break;
      this.#now = Math.max(this.#now, next.due);
      next.due += next.every;
      next.tick();
      await this.#turns();
    }
    this.#now = end;
    await this.#turns();
  }

  /** As many as some messages to and fro take. */
  async #turns(): Promise<void> {
    for (let count = 0; count < 20; count += 1) await turn();
  }
}
