import type { Clock } from '../../hal/ports/clock.ts';

/** Connections that must have ended before memory is worth giving back. */
const burst = 50;
/** Milliseconds from the end of a burst to the return, and between two returns. */
const delay = 5_000;
const interval = 60_000;

/** Gives memory back to the system after many connections have ended: a few ms of work, once a minute at most. */
export class MemoryReturn {
  readonly #clock: Pick<Clock, 'now' | 'after'>;
  readonly #giveBack: () => void;
  #ended = 0;
  #isDue = false;
  #last = Number.NEGATIVE_INFINITY;

  constructor(clock: Pick<Clock, 'now' | 'after'>, giveBack: () => void) {
    this.#clock = clock;
    this.#giveBack = giveBack;
  }

  /** Counts a connection that has ended. */
  closed(): void {
    this.#ended += 1;
    if (this.#ended < burst || this.#isDue) return;
    this.#isDue = true;
    const earliest = this.#last + interval - this.#clock.now();
    this.#clock.after(Math.max(delay, earliest), () => this.#run());
  }

  #run(): void {
    this.#isDue = false;
    this.#ended = 0;
    this.#last = this.#clock.now();
    this.#giveBack();
  }
}
