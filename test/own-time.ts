import { type ProcessorWait, processorWait } from '../firmware/link/processor-wait.ts';

/** Time (ms) between two steps of the watch. */
const step = 5;

/**
 * Stop watch that leaves out what the machine does beside: a stall of this process counts as one step, however long it was, and the
 * time that another process waited for a processor does not count.
 */
export class OwnTime {
  readonly #timer: NodeJS.Timeout;
  readonly #wait: ProcessorWait;
  #steps = 0;
  #begun = 0;

  /** @param pid process that answers, beside this one */
  constructor(pid?: number) {
    this.#wait = pid === undefined ? () => 0 : processorWait(pid);
    this.#timer = setInterval(() => {
      this.#steps += 1;
    }, step);
  }

  begin(): void {
    this.#wait();
    this.#steps = 0;
    this.#begun = performance.now();
  }

  /** Milliseconds since `begin`, by the wall clock. */
  get elapsed(): number {
    return performance.now() - this.#begun;
  }

  /** Milliseconds since `begin` that count; to be asked once. */
  own(): number {
    return Math.max(0, Math.min(this.elapsed, (this.#steps + 1) * step) - this.#wait());
  }

  end(): void {
    clearInterval(this.#timer);
  }
}
