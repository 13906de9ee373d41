import type { RunnerState, StepCommand, StepperSetup } from './step-runner.ts';

/** Indexes of the 32-bit words in the memory shared by the main thread and a stepper's thread. */
export const word = {
  /** Count of messages; the thread sleeps on it. */
  signal: 0,
  /** Count of heartbeats of the main thread. */
  heartbeat: 1,
  /** 1: the thread must power its motor off now. */
  ending: 2,
  /** 1: the motor is powered off. */
  ended: 3,
  steps: 4,
  /** Thousandths of a step a second. */
  speed: 5,
  /** Count of steps since the start. */
  made: 6,
} as const;
const words = 8;

/** Number of last steps whose lateness is kept, for measurements. */
export const keptSteps = 4096;

/** Time (ms) between two heartbeats, and without one until the motor is stopped. */
export const heartbeat = { interval: 100, timeout: 500 } as const;

/** Shared memory; `late` holds the lateness of the last steps, µs, step n at n modulo its length. */
interface SharedMemory {
  readonly words: Int32Array<SharedArrayBuffer>;
  readonly late: Float32Array<SharedArrayBuffer>;
}

export function newMemory(): SharedMemory {
  return {
    words: new Int32Array(new SharedArrayBuffer(words * 4)),
    late: new Float32Array(new SharedArrayBuffer(keptSteps * 4)),
  };
}

/** Value files of the output lines; the thread writes `1` for active, `0` for inactive. */
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

/** Data with which a thread is started. */
export interface StepperStart {
  readonly memory: SharedMemory;
  readonly setup: StepperSetup;
  readonly wires: WireFiles;
  readonly endStop: string | undefined;
}

/** Order of the main thread; the reports that result from it carry its number. */
export interface StepperOrder {
  readonly number: number;
  readonly command: StepCommand;
}

/** Report of the thread, at each change. */
export interface StepperReport {
  /** Number of the last order that was received. */
  readonly number: number;
  readonly state: RunnerState;
  readonly reason: string;
  readonly steps: number;
  /** Motor was stopped because the main thread did not respond. */
  readonly abandoned: boolean;
}
