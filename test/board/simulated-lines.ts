import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { LineFact } from '../../hal/ports/digital-line.ts';

/** The other side of gpio-sim: what is wired to the camera's lines. */

const configuration = '/sys/kernel/config/gpio-sim';

/** The chip that scripts/board-rig makes, with 16 lines. */
export const boardChip = 'camboard';

/** A line of the board's chip. */
export function boardLine(line: number, activeLow = false): LineFact {
  return { chip: boardChip, line, activeLow };
}

function read(path: string): string {
  return readFileSync(path, 'utf8').trim();
}

/** Folder of a line, with its files `value` (what the camera drives) and `pull` (what comes from outside). */
export function linePath(line: number, device = 'board'): string {
  const folder = `${configuration}/${device}`;
  const chip = `/sys/devices/platform/${read(`${folder}/dev_name`)}/${read(`${folder}/bank0/chip_name`)}`;
  return `${chip}/sim_gpio${line}`;
}

/** The level on the wire: what the camera drives, or what is pulled from outside. `device` is the simulated device's name. */
export function level(line: number, device = 'board'): 0 | 1 {
  return read(`${linePath(line, device)}/value`) === '1' ? 1 : 0;
}

/** The outside world changes the level of a line that the camera does not drive. */
export function pull(line: number, to: 0 | 1, device = 'board'): void {
  writeFileSync(`${linePath(line, device)}/pull`, to === 1 ? 'pull-up' : 'pull-down');
}

/** A number of the global count that sysfs uses: base of the board's chip and line. */
export function globalNumber(line: number, device = 'board'): number {
  const chip = read(`${configuration}/${device}/bank0/chip_name`);
  const text = readFileSync('/sys/kernel/debug/gpio', 'utf8');
  const base = new RegExp(`^${chip}: GPIOs (\\d+)-`, 'm').exec(text)?.[1];
  return Number(base) + line;
}

export interface SimulatedChip {
  readonly device: string;
  /** Takes the chip away, as one on USB that is unplugged. */
  remove(): void;
}

/**
 * One more chip.
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

/** A change of a line's level. */
export interface LineChange {
  readonly line: number;
  readonly level: 0 | 1;
  /** When it was seen: milliseconds of `performance.now()` in the caller's thread. */
  readonly time: number;
  /** When it was not there yet: on a busy machine the watcher looks late. */
  readonly earliest: number;
}

export interface LineRecorder {
  /** Ends the recording; changes in order of time, the first ones at most `interval` late. */
  stop(): Promise<readonly LineChange[]>;
}

/** Looks at the lines every `interval` ms; a thread of its own, so that a busy event loop hides nothing. */
const watcher = `
const { openSync, readSync, closeSync } = require('node:fs');
const { workerData, parentPort } = require('node:worker_threads');
const { paths, interval, stop, origin } = workerData;
const flag = new Int32Array(stop);
const lines = paths.map(({ line, path }) => ({ line, descriptor: openSync(path, 'r'), last: undefined, looked: 0 }));
const buffer = Buffer.alloc(4);
const changes = [];
let begun = false;
for (let stopped = false; !stopped; ) {
  // One more look when it is over: what happened before the end is seen.
  stopped = Atomics.load(flag, 0) !== 0;
  for (const one of lines) {
    const began = performance.timeOrigin + performance.now() - origin;
    readSync(one.descriptor, buffer, 0, 4, 0);
    const level = buffer[0] === 49 ? 1 : 0;
    const time = performance.timeOrigin + performance.now() - origin;
    if (one.last !== undefined && one.last !== level) {
      changes.push({ line: one.line, level, time, earliest: one.looked });
    }
    one.last = level;
    one.looked = began;
  }
  if (!begun) parentPort.postMessage('begun');
  begun = true;
  if (interval > 0 && !stopped) Atomics.wait(flag, 0, 0, interval);
}
for (const { descriptor } of lines) closeSync(descriptor);
parentPort.postMessage(changes);
`;

/**
 * Records changes of lines of the board's chip, seen from outside. Resolves when it looks.
 * @param interval ms between two looks; 0 = as often as it can, at the cost of the one processor
 */
export async function recordLines(lines: readonly number[], interval = 1, device = 'board'): Promise<LineRecorder> {
  const stop = new SharedArrayBuffer(4);
  const paths = lines.map((line) => ({ line, path: `${linePath(line, device)}/value` }));
  const worker = new Worker(watcher, {
    eval: true,
    workerData: { paths, interval, stop, origin: performance.timeOrigin },
  });
  const message = (): Promise<unknown> =>
    new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
  await message();
  return {
    async stop() {
      const changes = message();
      Atomics.store(new Int32Array(stop), 0, 1);
      Atomics.notify(new Int32Array(stop), 0);
      return (await changes) as readonly LineChange[];
    },
  };
}
