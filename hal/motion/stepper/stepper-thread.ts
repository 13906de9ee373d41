import { Worker } from 'node:worker_threads';
import type { StepCommand } from './step-runner.ts';
import {
  feeding,
  newMemory,
  type StepperOrder,
  type StepperReport,
  type StepperStart,
  word,
} from './stepper-channel.ts';

/** ms the end of the process waits for the thread to let go of its motor. */
const letting = 200;

const program = new URL(import.meta.url.replace(/stepper-thread(\.[jt]s)$/, 'stepper-worker$1'));

export interface StepperListeners {
  onReport(report: StepperReport): void;
  /** The thread is no more, without having been told to end. */
  onDeath(reason: string): void;
}

/**
 * The main thread's side of a stepper's thread. It gives a sign of life every 100 ms: a main thread that hangs for 500 ms stops
 * its motors with a ramp and takes their current away. The end of the process stops them at once
 * (`letGo`). Only SIGKILL leaves the lines as they are:
 * no more steps then, but the coils keep their current until the next start.
 */
export class StepperThread {
  readonly #memory = newMemory();
  readonly #worker: Worker;
  readonly #feeding: NodeJS.Timeout;
  #number = 0;

  constructor(start: Omit<StepperStart, 'memory'>, listeners: StepperListeners) {
    // Where it counts from, until the thread runs and tells it itself.
    Atomics.store(this.#memory.words, word.steps, Math.round(start.setup.travel / 2));
    this.#worker = new Worker(program, {
      workerData: { ...start, memory: this.#memory } satisfies StepperStart,
      resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 },
    });
    this.#worker.unref();
    this.#worker.on('message', (report: StepperReport) => listeners.onReport(report));
    this.#worker.on('error', (error) => this.#died(listeners, error.message));
    this.#worker.on('exit', () => this.#died(listeners, 'it ended'));
    this.#feeding = setInterval(() => this.#feed(), feeding.every);
    this.#feeding.unref();
    this.#feed();
  }

  /** Steps of the load from the lower end, and speed in steps a second, at this moment. */
  get present(): { steps: number; speed: number } {
    const { words } = this.#memory;
    return { steps: Atomics.load(words, word.steps), speed: Atomics.load(words, word.speed) / 1000 };
  }

  /** How late the last steps were (4096 at most), µs. */
  get late(): readonly number[] {
    const made = Atomics.load(this.#memory.words, word.made);
    return [...this.#memory.late.subarray(0, Math.min(made, this.#memory.late.length))];
  }

  /** Returns the number that its reports bear. */
  order(command: StepCommand): number {
    this.#number += 1;
    this.#feed();
    this.#worker.postMessage({ number: this.#number, command } satisfies StepperOrder);
    this.#call();
    return this.#number;
  }

  /** Lets go of the motor; resolves when the thread has ended. */
  async close(): Promise<void> {
    clearInterval(this.#feeding);
    const ended = new Promise((resolve) => this.#worker.once('exit', resolve));
    Atomics.store(this.#memory.words, word.ending, 1);
    this.#call();
    this.#worker.ref();
    await ended;
  }

  /** For the end of the process: lets go of the motor, and waits for it without giving others a turn. */
  letGo(): void {
    const { words } = this.#memory;
    Atomics.store(words, word.ending, 1);
    this.#call();
    Atomics.wait(words, word.ended, 0, letting);
  }

  #feed(): void {
    Atomics.add(this.#memory.words, word.feed, 1);
  }

  #call(): void {
    Atomics.add(this.#memory.words, word.signal, 1);
    Atomics.notify(this.#memory.words, word.signal);
  }

  #died(listeners: StepperListeners, reason: string): void {
    if (Atomics.load(this.#memory.words, word.ending) === 1) return;
    Atomics.store(this.#memory.words, word.ending, 1);
    clearInterval(this.#feeding);
    listeners.onDeath(reason);
  }
}
