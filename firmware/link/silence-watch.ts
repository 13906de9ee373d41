import type { ProcessorWait } from './processor-wait.ts';

/**
 * Milliseconds of the second look, once the limit has passed: a process is hung after `needed` in which it had a processor
 * whenever it wanted one, or after `longest` in any case. `step` is the time between two looks.
 */
const second = { step: 50, needed: 400, longest: 8_000 } as const;

/** A second look under way. */
interface SecondLook {
  readonly waited: ProcessorWait;
  readonly begun: number;
  looked: number;
  /** Milliseconds of silence that the machine does not explain. */
  unexplained: number;
}

/**
 * Tells when a process is silent for too long. While it is heard nothing wakes up to look: each message restarts the timer.
 * A busy machine is no hung process: time that the process spends in the run queue does not count.
 */
export class SilenceWatch {
  readonly #onSilent: () => void;
  readonly #waitOf: () => ProcessorWait;
  #limit = 0;
  #timer: NodeJS.Timeout | undefined;
  #look: NodeJS.Timeout | undefined;

  /**
   * @param onSilent called once per `begin`
   * @param waitOf begins to measure the processor wait of the watched process
   */
  constructor(onSilent: () => void, waitOf: () => ProcessorWait = () => () => 0) {
    this.#onSilent = onSilent;
    this.#waitOf = waitOf;
  }

  /** @param limit milliseconds of silence, from now on */
  begin(limit: number): void {
    this.stop();
    this.#limit = limit;
    this.#timer = setTimeout(() => this.#lookAgain(), limit);
  }

  /** @param limit milliseconds of silence from now on; the limit of before when absent */
  heard(limit: number = this.#limit): void {
    if (this.#timer === undefined) return;
    if (this.#look === undefined && limit === this.#limit) this.#timer.refresh();
    else this.begin(limit);
  }

  stop(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#look);
    this.#timer = undefined;
    this.#look = undefined;
  }

  #lookAgain(): void {
    const now = performance.now();
    const waited = this.#waitOf();
    waited();
    this.#next({ waited, begun: now, looked: now, unexplained: 0 });
  }

  #next(look: SecondLook): void {
    this.#look = setTimeout(() => {
      const now = performance.now();
      // A timer that comes late counts for one step: this process was held up itself.
      const passed = Math.min(now - look.looked, second.step);
      look.unexplained += Math.max(0, passed - look.waited());
      look.looked = now;
      if (look.unexplained >= second.needed || now - look.begun >= second.longest) this.#end();
      else this.#next(look);
    }, second.step);
  }

  #end(): void {
    this.stop();
    this.#onSilent();
  }
}
