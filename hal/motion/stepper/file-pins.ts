import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { coilsAt } from './coil-sequence.ts';
import type { StepPins } from './step-runner.ts';
import type { WireFiles } from './stepper-channel.ts';

const high = Buffer.from('1');
const low = Buffer.from('0');

/** Output line by its file; an unchanged level is not written, since writes take time. */
class FileLine {
  readonly #descriptor: number;
  #active: boolean | undefined;

  constructor(path: string) {
    this.#descriptor = openSync(path, 'r+');
  }

  set(active: boolean): void {
    if (active === this.#active) return;
    this.#active = undefined;
    writeSync(this.#descriptor, active ? high : low, 0, 1, 0);
    this.#active = active;
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

/** End stop switch by its file. */
class FileSwitch {
  readonly #descriptor: number;
  readonly #byte = Buffer.alloc(1);

  constructor(path: string) {
    this.#descriptor = openSync(path, 'r');
  }

  get active(): boolean {
    readSync(this.#descriptor, this.#byte, 0, 1, 0);
    return this.#byte[0] === high[0];
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

export interface FilePins extends StepPins {
  close(): void;
}

/** Opens the wires of a motor as files of the kernel. Throws as the file system does. */
export function openFilePins(wires: WireFiles, endStop: string | undefined): FilePins {
  const stop = endStop === undefined ? undefined : new FileSwitch(endStop);
  const motor = wires.kind === 'coils' ? coils(wires.coils) : stepDirection(wires);
  return {
    step: motor.step,
    powerOff: motor.powerOff,
    endStopActive: () => stop?.active ?? false,
    close: () => {
      for (const line of motor.lines) line.close();
      stop?.close();
    },
  };
}

interface Motor {
  readonly lines: readonly FileLine[];
  step(up: boolean): void;
  powerOff(): void;
}

function coils(paths: readonly string[]): Motor {
  const lines = paths.map((path) => new FileLine(path));
  // The phase is kept at rest: a rotor without current stays where its magnets hold it.
  let phase = 0;
  return {
    lines,
    step: (up) => {
      phase += up ? 1 : -1;
      const active = coilsAt(phase);
      lines.forEach((line, index) => {
        line.set(active[index] ?? false);
      });
    },
    powerOff: () => {
      for (const line of lines) line.set(false);
    },
  };
}

/** Shortest pause (µs) that sleeps; shorter ones spin. */
const shortestSleep = 500;
/** Memory that no thread notifies. */
const unnotified = new Int32Array(new SharedArrayBuffer(4));

function pause(microseconds: number): void {
  if (microseconds >= shortestSleep) Atomics.wait(unnotified, 0, 0, microseconds / 1000);
  else for (const end = performance.now() + microseconds / 1000; performance.now() < end; );
}

function stepDirection(paths: Extract<WireFiles, { kind: 'step-direction' }>): Motor {
  const step = new FileLine(paths.step);
  const direction = new FileLine(paths.direction);
  const enable = paths.enable === undefined ? undefined : new FileLine(paths.enable);
  return {
    lines: [step, direction, ...(enable ? [enable] : [])],
    step: (up) => {
      enable?.set(true);
      direction.set(up);
      pause(paths.pulse);
      step.set(true);
      pause(paths.pulse);
      step.set(false);
    },
    powerOff: () => {
      step.set(false);
      enable?.set(false);
    },
  };
}
