import type { Clock } from '../../../hal/ports/clock.ts';
import { clamp } from '../../../hal/ports/range.ts';
import type { FocusStatus, FocusUnit } from './focus-unit.ts';

/** Milliseconds between two steps, and of the whole way at full speed. */
const interval = 50;
const wholeWay = 1000;

interface LevelFocusOptions {
  readonly clock: Clock;
  /** Position in force, 0..1. */
  readonly position: () => number;
  /** Sets the position and ends the automatic focus. `resting` is true for the last step of a move. Never rejects. */
  readonly place: (position: number, resting: boolean) => Promise<void>;
}

interface Run {
  position: number;
  readonly target: number;
  /** Parts of the way a second. */
  readonly speed: number;
  readonly end: () => void;
}

/** Focus that a camera sets by a level: a move is a series of steps. */
export class LevelFocus implements FocusUnit {
  readonly absolute = true;
  readonly #options: LevelFocusOptions;
  #run: Run | undefined;

  constructor(options: LevelFocusOptions) {
    this.#options = options;
  }

  get status(): FocusStatus {
    return { position: this.#run?.position ?? this.#options.position(), moving: this.#run !== undefined };
  }

  async moveTo(target: number, speed: number): Promise<void> {
    await this.#begin(target, speed);
  }

  moveAt(speed: number): void {
    if (speed === 0) this.stop();
    else void this.#begin(speed > 0 ? 1 : 0, Math.abs(speed));
  }

  stop(): void {
    const run = this.#run;
    if (run === undefined) return;
    void this.#rest(run);
  }

  async #begin(target: number, speed: number): Promise<void> {
    const { position = 0 } = this.status;
    this.#run?.end();
    const end = this.#options.clock.every(interval, () => void this.#step(run));
    const run: Run = { position, target, speed: (speed * 1000) / wholeWay, end };
    this.#run = run;
    if (position === target) await this.#rest(run);
    else await this.#options.place(position, false);
  }

  async #step(run: Run): Promise<void> {
    const way = (run.speed * interval) / 1000;
    const next = run.position + clamp(run.target - run.position, { min: -way, max: way });
    // Seven digits hide the error of binary fractions.
    run.position = Number(next.toPrecision(7));
    if (Math.abs(run.position - run.target) < 1e-6) await this.#rest(run);
    else await this.#options.place(run.position, false);
  }

  /** Ends a run where it is; that place is kept. */
  async #rest(run: Run): Promise<void> {
    run.end();
    if (this.#run !== run) return;
    const shown = this.#options.place(run.position, false);
    this.#run = undefined;
    await shown;
    await this.#options.place(run.position, true);
  }
}
