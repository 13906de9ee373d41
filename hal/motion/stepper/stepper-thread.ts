import { Worker } from 'node:worker_threads';
import type { StepCommand } from './step-runner.ts';
import {
  heartbeat,
  newMemory,
  type StepperOrder,
  type StepperReport,
  type StepperStart,
  word,
} from './stepper-channel.ts';

/** Time (ms) the end of the process waits for the thread to power its motor off. */
const powerOffTimeout = 200;

/** The thread's program lies beside this file, compiled or not, and beside the bundle's programs. */
const program = new URL(`./stepper-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);

interface StepperListeners {
  onReport(report: StepperReport): void;
  /** Called when the thread ended unexpectedly. */
  onDeath(reason: string): void;
}

/**
 * Main thread's side of a stepper's thread. Heartbeats every 100 ms keep the motor going: when the main thread hangs for 500 ms, the
 * motor stops with a ramp and loses its current. The end of the process stops it at once (`powerOffNow`). SIGKILL leaves the lines as
 * they are: no further steps, but the coils keep their current until the next start.
 */
export class StepperThread {
  readonly #memory = newMemory();
  readonly #worker: Worker;
  readonly #heartbeats: NodeJS.Timeout;
  #number = 0;

  constructor(start: Omit<StepperStart, 'memory'>, listeners: StepperListeners) {
    // Initial position until the thread writes its own.
    Atomics.store(this.#memory.words, word.steps, Math.round(start.setup.travel / 2));
    this.#worker = new Worker(program, {
      workerData: { ...start, memory: this.#memory } satisfies StepperStart,
      resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 },
    });
    this.#worker.unref();
    this.#worker.on('message', (report: StepperReport) => listeners.onReport(report));
    this.#worker.on('error', (error) => this.#died(listeners, error.message));
    this.#worker.on('exit', () => this.#died(listeners, 'the thread ended'));
    this.#heartbeats = setInterval(() => this.#beat(), heartbeat.interval);
    this.#heartbeats.unref();
    this.#beat();
  }

  /** Present position (steps of the load from the lower end) and speed (steps a second). */
  get present(): { steps: number; speed: number } {
    const { words } = this.#memory;
    return { steps: Atomics.load(words, word.steps), speed: Atomics.load(words, word.speed) / 1000 };
  }

  /** Lateness of the last steps (4096 at most), µs. */
  get late(): readonly number[] {
    const made = Atomics.load(this.#memory.words, word.made);
    return [...this.#memory.late.subarray(0, Math.min(made, this.#memory.late.length))];
  }

  /** Sends an order. Returns the number that its reports carry. */
  order(command: StepCommand): number {
    this.#number += 1;
    this.#beat();
    this.#worker.postMessage({ number: this.#number, command } satisfies StepperOrder);
    this.#wake();
    return this.#number;
  }

  /** Powers the motor off; resolves when the thread has ended. */
  async close(): Promise<void> {
    clearInterval(this.#heartbeats);
    const ended = new Promise((resolve) => this.#worker.once('exit', resolve));
    Atomics.store(this.#memory.words, word.ending, 1);
    this.#wake();
    this.#worker.ref();
    await ended;
  }

  /** Powers the motor off at the end of the process, and blocks until that is done. */
  powerOffNow(): void {
    const { words } = this.#memory;
    Atomics.store(words, word.ending, 1);
    this.#wake();
    Atomics.wait(words, word.ended, 0, powerOffTimeout);
  }

  #beat(): void {
    Atomics.add(this.#memory.words, word.heartbeat, 1);
  }

  #wake(): void {
    Atomics.add(this.#memory.words, word.signal, 1);
    Atomics.notify(this.#memory.words, word.signal);
  }

  #died(listeners: StepperListeners, reason: string): void {
    if (Atomics.load(this.#memory.words, word.ending) === 1) return;
    Atomics.store(this.#memory.words, word.ending, 1);
    clearInterval(this.#heartbeats);
    listeners.onDeath(reason);
  }
}
