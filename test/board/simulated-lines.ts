import {
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { threadId } from 'node:worker_threads';
import type { LineFact } from '../../hal/ports/digital-line.ts';

/** Control of gpio-sim, which simulates the wiring of the camera's lines. */

const configuration = '/sys/kernel/config/gpio-sim';

/** Chip that scripts/board-rig creates, with 16 lines. */
const boardChip = 'camboard';

/** Line of the board's chip. */
export function boardLine(line: number, activeLow = false): LineFact {
  return { chip: boardChip, line, activeLow };
}

function read(path: string): string {
  return readFileSync(path, 'utf8').trim();
}

/** Folder of a line, with its files `value` (driven by the camera) and `pull` (from outside). */
function linePath(line: number, device = 'board'): string {
  const folder = `${configuration}/${device}`;
  const chip = `/sys/devices/platform/${read(`${folder}/dev_name`)}/${read(`${folder}/bank0/chip_name`)}`;
  return `${chip}/sim_gpio${line}`;
}

/** Level on the wire: driven by the camera, or pulled from outside. `device` is the name of the simulated device. */
export function level(line: number, device = 'board'): 0 | 1 {
  return read(`${linePath(line, device)}/value`) === '1' ? 1 : 0;
}

/** Pulls a line that the camera does not drive to a level. */
export function pull(line: number, to: 0 | 1, device = 'board'): void {
  writeFileSync(`${linePath(line, device)}/pull`, to === 1 ? 'pull-up' : 'pull-down');
}

/** Unexports a line that an earlier process may have left driven, then pulls it to a level. */
export function wire(line: number, to: 0 | 1): void {
  const number = globalNumber(line);
  if (existsSync(`/sys/class/gpio/gpio${number}`)) writeFileSync('/sys/class/gpio/unexport', String(number));
  pull(line, to);
}

/** Number of a line in sysfs: base of the board's chip plus the line. */
export function globalNumber(line: number, device = 'board'): number {
  const chip = read(`${configuration}/${device}/bank0/chip_name`);
  const text = readFileSync('/sys/kernel/debug/gpio', 'utf8');
  const base = new RegExp(`^${chip}: GPIOs (\\d+)-`, 'm').exec(text)?.[1];
  return Number(base) + line;
}

interface SimulatedChip {
  readonly device: string;
  /** Removes the chip, like an unplugged USB chip. */
  remove(): void;
}

/**
 * Creates another chip.
 * @param hogged lines that the kernel holds for itself
 */
export function plugChip(device: string, label: string, lines: number, hogged: readonly number[] = []): SimulatedChip {
  const folder = `${configuration}/${device}`;
  const hogs = hogged.map((line) => `${folder}/bank0/line${line}`);
  mkdirSync(folder);
  mkdirSync(`${folder}/bank0`);
  writeFileSync(`${folder}/bank0/num_lines`, String(lines));
  writeFileSync(`${folder}/bank0/label`, label);
  for (const hog of hogs) {
    mkdirSync(hog);
    mkdirSync(`${hog}/hog`);
    writeFileSync(`${hog}/hog/name`, 'fan-control');
    writeFileSync(`${hog}/hog/direction`, 'output-high');
  }
  writeFileSync(`${folder}/live`, '1');
  return {
    device,
    remove() {
      writeFileSync(`${folder}/live`, '0');
      for (const hog of hogs) {
        rmdirSync(`${hog}/hog`);
        rmdirSync(hog);
      }
      rmdirSync(`${folder}/bank0`);
      rmdirSync(folder);
    },
  };
}

/** Level that the camera drove on a line. */
export interface DrivenLevel {
  readonly line: number;
  readonly level: 0 | 1;
  /** Time of the machine's monotonic clock, ms, with a resolution of 1 µs. */
  readonly time: number;
}

let traces = 0;

/**
 * Trace of the kernel with all levels driven on the lines of a chip, complete and with exact times even on a busy machine.
 */
export class LineTrace {
  readonly #folder: string;
  readonly #pipe: number;
  readonly #lines: ReadonlyMap<number, number>;
  readonly #buffer = Buffer.alloc(65_536);
  #rest = '';

  constructor(lines: readonly number[], device = 'board') {
    traces += 1;
    this.#folder = `/sys/kernel/tracing/instances/lines-${process.pid}-${threadId}-${traces}`;
    this.#lines = new Map(lines.map((line) => [globalNumber(line, device), line]));
    mkdirSync(this.#folder);
    writeFileSync(`${this.#folder}/trace_clock`, 'mono');
    const events = `${this.#folder}/events/gpio/gpio_value`;
    const numbers = [...this.#lines.keys()].map((number) => `gpio == ${number}`).join(' || ');
    writeFileSync(`${events}/filter`, `get == 0 && (${numbers})`);
    writeFileSync(`${events}/enable`, '1');
    this.#pipe = openSync(`${this.#folder}/trace_pipe`, constants.O_RDONLY | constants.O_NONBLOCK);
  }

  /** New changes since the last call, in order. */
  read(): readonly DrivenLevel[] {
    const found: DrivenLevel[] = [];
    for (let text = this.#next(); text !== ''; text = this.#next()) {
      const rows = (this.#rest + text).split('\n');
      this.#rest = rows.pop() ?? '';
      for (const row of rows) {
        const [, seconds, number, value] = / ([\d.]+): gpio_value: (\d+) set +(\d)/.exec(row) ?? [];
        const line = this.#lines.get(Number(number));
        if (line !== undefined) found.push({ line, level: value === '0' ? 0 : 1, time: Number(seconds) * 1000 });
      }
    }
    return found;
  }

  close(): void {
    writeFileSync(`${this.#folder}/events/enable`, '0');
    closeSync(this.#pipe);
    rmdirSync(this.#folder);
  }

  #next(): string {
    try {
      return this.#buffer.toString('utf8', 0, readSync(this.#pipe, this.#buffer));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return '';
      throw error;
    }
  }
}

/** Machine's monotonic clock (ms) at time 0 of this thread's `performance.now()`. */
export function clockOrigin(): number {
  return Number(process.hrtime.bigint()) / 1e6 - performance.now();
}

/** Change of a line's level. */
export interface LineChange {
  readonly line: number;
  readonly level: 0 | 1;
  /** Time of the change, ms of `performance.now()`. */
  readonly time: number;
}

interface LineRecorder {
  /** Ends the recording. Returns the changes in order of time. */
  stop(): readonly LineChange[];
}

/** Records the changes of a chip's lines by the camera from now on. */
export function recordLines(lines: readonly number[], device = 'board'): LineRecorder {
  const last = new Map(lines.map((line) => [line, level(line, device)]));
  const trace = new LineTrace(lines, device);
  return {
    stop() {
      const origin = clockOrigin();
      const driven = trace.read();
      trace.close();
      return driven.flatMap(({ line, level: to, time }) => {
        const same = last.get(line) === to;
        last.set(line, to);
        return same ? [] : [{ line, level: to, time: time - origin }];
      });
    },
  };
}
