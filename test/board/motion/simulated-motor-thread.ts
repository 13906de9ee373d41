import { parentPort, workerData } from 'node:worker_threads';
import { type DrivenLevel, LineTrace, level, pull, wire } from '../simulated-lines.ts';
import { type MotorStart, motorWord, type SeenStep } from './simulated-motor.ts';

/** Half steps of the motor's coils, first line in the highest bit. */
const patterns = [0b1000, 0b1100, 0b0100, 0b0110, 0b0010, 0b0011, 0b0001, 0b1001];
/** Time (ms) within which coils count as switched together; a rotor is no faster. */
const together = 3;
/** Time (ms) between two reads of the trace: less than a step at top speed, so that the switch closes in time. */
const lookMilliseconds = 4;
const start = workerData as MotorStart;
const { words } = start;
const steps: SeenStep[] = [];
const levels = new Map<number, 0 | 1>(start.lines.map((line) => [line, level(line)]));
let load = start.load;
let play = 0;
let phase = 0;
let held: boolean | undefined;
/** Time of the last change of the coils, ms of the machine's clock; undefined when the rotor has followed. */
let changed: number | undefined;

function turn(by: number, time: number): void {
  for (let count = 0; count < Math.abs(by); count += 1) {
    const next = play + Math.sign(by);
    play = Math.min(start.backlash, Math.max(0, next));
    if (next !== play) load += Math.sign(by);
  }
  steps.push({ time: time - start.origin, by });
  Atomics.add(words, motorWord.steps, Math.abs(by));
}

/** Moves the rotor to its coils; without current it stays. */
function follow(): void {
  if (changed === undefined) return;
  const next = patterns.indexOf(start.lines.reduce((value, line) => value * 2 + (levels.get(line) ?? 0), 0));
  const by = next < 0 ? 0 : ((next - phase + 12) % 8) - 4;
  if (next >= 0) phase = next;
  if (by !== 0) turn(by, changed);
  changed = undefined;
}

function takeCoil({ line, level: to, time }: DrivenLevel): void {
  if (changed !== undefined && time - changed > together) follow();
  levels.set(line, to);
  changed = time;
}

function takePulse({ line, level: to, time }: DrivenLevel): void {
  const [step = 0, direction = 0] = start.lines;
  const rising = line === step && to === 1 && levels.get(step) === 0;
  levels.set(line, to);
  if (rising) turn(levels.get(direction) === 1 ? 1 : -1, time);
}

function press(): void {
  if (start.endStop === undefined) return;
  const active = load <= 0;
  if (active === held) return;
  held = active;
  pull(start.endStop, active ? 1 : 0);
}

const take = start.kind === 'coils' ? takeCoil : takePulse;
const trace = new LineTrace(start.lines);
if (start.endStop !== undefined) wire(start.endStop, 0);
press();
parentPort?.postMessage('turning');
for (let stopped = false; !stopped; ) {
  // One last read covers the changes before the end.
  stopped = Atomics.load(words, motorWord.stop) !== 0;
  for (const driven of trace.read()) take(driven);
  if (stopped || (changed !== undefined && Number(process.hrtime.bigint()) / 1e6 - changed > together)) follow();
  press();
  Atomics.store(words, motorWord.load, load);
  Atomics.store(words, motorWord.current, [...levels.values()].filter((one) => one === 1).length);
  if (!stopped) Atomics.wait(words, motorWord.stop, 0, lookMilliseconds);
}
trace.close();
parentPort?.postMessage(steps);
