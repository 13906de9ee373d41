import type { Clock } from '../ports/clock.ts';
import type { MotorAxis } from '../ports/motor-axis.ts';

/** Time (ms) after which an axis in fault is tried again; it doubles with each failure up to the longest. */
const wait = { first: 10_000, longest: 300_000 } as const;

/** Keeps an axis referenced: homes it when it is opened without a position, and again some time after a fault. */
export class Referencing {
  readonly #axis: MotorAxis;
  readonly #clock: Clock;
  readonly #unsubscribe: () => void;
  #wait: number = wait.first;
  #endWait: (() => void) | undefined;

  constructor(axis: MotorAxis, clock: Clock) {
    this.#axis = axis;
    this.#clock = clock;
    this.#unsubscribe = axis.onStatus(() => this.#follow());
    if (axis.status.state === 'unreferenced') this.#home();
    else this.#follow();
  }

  close(): void {
    this.#unsubscribe();
    this.#endWait?.();
  }

  #follow(): void {
    const { state } = this.#axis.status;
    if (state === 'idle') this.#wait = wait.first;
    if (state !== 'fault' && state !== 'unreferenced') {
      this.#endWait?.();
      this.#endWait = undefined;
      return;
    }
    this.#endWait ??= this.#clock.after(this.#wait, () => {
      this.#endWait = undefined;
      this.#wait = Math.min(this.#wait * 2, wait.longest);
      this.#home();
    });
  }

  #home(): void {
    this.#axis.home().then(
      () => undefined,
      // The status of the axis has the reason.
      () => this.#follow(),
    );
  }
}
