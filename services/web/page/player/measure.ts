import { type Signal, signal } from '@preact/signals';

/** Figures of the picture on screen, over the last second. */
interface Figures {
  readonly frames: number;
  readonly megabits: number;
  /** Milliseconds from the camera's network to the screen. */
  readonly delay: number | undefined;
}

const nothing: Figures = { frames: 0, megabits: 0, delay: undefined };

function median(values: readonly number[]): number | undefined {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];
}

/** Counts pictures and bytes, and tells the figures once a second. */
export class Measure {
  readonly figures: Signal<Figures> = signal(nothing);
  /** Pictures shown since the start. */
  readonly total: Signal<number> = signal(0);
  #frames = 0;
  #bytes = 0;
  #delays: number[] = [];
  #since = performance.now();
  /** Half of the time of a request and its reply, in milliseconds. */
  travel = 0;

  frame(delay: number): void {
    this.#frames += 1;
    if (delay > 0) this.#delays.push(delay);
  }

  bytes(count: number): void {
    this.#bytes += count;
  }

  reset(): void {
    this.figures.value = nothing;
    this.#frames = 0;
    this.#bytes = 0;
    this.#delays = [];
    this.#since = performance.now();
  }

  /** Ends a second. */
  tick(): void {
    const seconds = Math.max(0.001, (performance.now() - this.#since) / 1000);
    const delay = median(this.#delays);
    this.total.value += this.#frames;
    const figures = {
      frames: this.#frames / seconds,
      megabits: (this.#bytes * 8) / seconds / 1e6,
      delay: delay === undefined ? undefined : delay + this.travel,
    };
    this.reset();
    this.figures.value = figures;
  }
}
