import type { RunnerState, StepCommand, StepperSetup } from './step-runner.ts';

/** Two's complement words in memory that the main thread and a stepper's thread share. */
export const word = {
  /** Counts messages: the thread sleeps on it. */
  signal: 0,
  /** Counts signs of life of the main thread. */
  feed: 1,
  /** 1: let go of everything, now. */
  ending: 2,
  /** 1: everything is let go of. */
  ended: 3,
  steps: 4,
  /** Thousandths of a step a second. */
  speed: 5,
  /** Steps made since the start. */
  made: 6,
} as const;
const words = 8;

/** Times of the last steps that are kept, for measurements. */
export const keptSteps = 4096;

/** ms between two signs of life, and without one until the motor is stopped. */
export const feeding = { every: 100, patience: 500 } as const;

/** The memory; `late` holds how late the last steps were, µs, step n at n modulo its length. */
export interface SharedMemory {
  readonly words: Int32Array<SharedArrayBuffer>;
  readonly late: Float32Array<SharedArrayBuffer>;
}

export function newMemory(): SharedMemory {
  return {
    words: new Int32Array(new SharedArrayBuffer(words * 4)),
    late: new Float32Array(new SharedArrayBuffer(keptSteps * 4)),
  };
}

/** Which file drives what; the thread writes `1` for active, `0` for not. */
export type WireFiles =
  | { readonly kind: 'coils'; readonly coils: readonly [string, string, string, string] }
  | {
      readonly kind: 'step-direction';
      readonly step: string;
      readonly direction: string;
      readonly enable: string | undefined;
      /** µs */
      readonly pulse: number;
    };

/** What a thread is started with. */
export interface StepperStart {
  readonly memory: SharedMemory;
  readonly setup: StepperSetup;
  readonly wires: WireFiles;
  readonly endStop: string | undefined;
}

/** From the main thread; `number` comes back with each state that is its result. */
export interface StepperOrder {
  readonly number: number;
  readonly command: StepCommand;
}

/** From the thread, at each change. */
export interface StepperReport {
  /** Of the last order that was taken. */
  readonly number: number;
  readonly state: RunnerState;
  readonly reason: string;
  readonly steps: number;
  /** It stopped because the main thread was silent. */
  readonly abandoned: boolean;
}
