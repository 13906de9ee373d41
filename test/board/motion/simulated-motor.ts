import { Worker } from 'node:worker_threads';
import { clockOrigin } from '../simulated-lines.ts';

/** Indexes of the words that the motor's thread writes. */
export const motorWord = { stop: 0, load: 1, steps: 2, current: 3 } as const;

export interface SeenStep {
  /** Time of the step, ms of the caller's `performance.now()`. */
  readonly time: number;
  /** 1 or -1; more when the coils jumped. */
  readonly by: number;
}

export interface MotorStart {
  readonly kind: 'coils' | 'pulses';
  readonly lines: readonly number[];
  /** Line of the switch that closes at and below 0. */
  readonly endStop: number | undefined;
  /** Position of the load, steps from the switch. */
  readonly load: number;
  readonly backlash: number;
  readonly words: Int32Array<SharedArrayBuffer>;
  /** Machine's clock (ms) at time 0 of the caller. */
  readonly origin: number;
}

/**
 * Simulated motor on simulated lines: turns by its coils or its driver's pulses, and presses an end stop. It follows within a few
 * milliseconds; its steps have the time of the edges.
 */
export interface SimulatedMotor {
  /** Position of the load, steps from the end stop. */
  readonly load: number;
  /** Recorded steps. */
  readonly made: number;
  /** Active lines. */
  readonly active: number;
  stop(): Promise<readonly SeenStep[]>;
}

interface MotorWiring {
  readonly kind: 'coils' | 'pulses';
  readonly lines: readonly number[];
  readonly endStop?: number;
  readonly load: number;
  readonly backlash: number;
}

export async function attachMotor(wiring: MotorWiring): Promise<SimulatedMotor> {
  const words = new Int32Array(new SharedArrayBuffer(16));
  const worker = new Worker(new URL('./simulated-motor-thread.js', import.meta.url), {
    workerData: {
      ...wiring,
      endStop: wiring.endStop,
      words,
      origin: clockOrigin(),
    } satisfies MotorStart,
  });
  const message = (): Promise<unknown> =>
    new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
  await message();
  return {
    get load() {
      return Atomics.load(words, motorWord.load);
    },
    get made() {
      return Atomics.load(words, motorWord.steps);
    },
    get active() {
      return Atomics.load(words, motorWord.current);
    },
    async stop() {
      const steps = message();
      Atomics.store(words, motorWord.stop, 1);
      Atomics.notify(words, motorWord.stop);
      return (await steps) as readonly SeenStep[];
    },
  };
}
