import { openSync, readSync, writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { type MotorStart, motorWord, type SeenStep } from './simulated-motor.ts';

/** Half steps as the motor's coils see them, first line in the highest bit. */
const patterns = [0b1000, 0b1100, 0b0100, 0b0110, 0b0010, 0b0011, 0b0001, 0b1001];
const start = workerData as MotorStart;
const { words } = start;
const lines = start.lines.map((path) => openSync(`${path}/value`, 'r'));
const switches = start.endStop === undefined ? undefined : openSync(`${start.endStop}/pull`, 'w');
const buffer = Buffer.alloc(4);
const steps: SeenStep[] = [];
let load = start.load;
let play = 0;
let phase = 0;
let stepLine = 0;
let held: boolean | undefined;

function levels(): readonly number[] {
  return lines.map((descriptor) => {
    readSync(descriptor, buffer, 0, 4, 0);
    return buffer[0] === 49 ? 1 : 0;
  });
}

function turn(by: number): void {
  for (let count = 0; count < Math.abs(by); count += 1) {
    const next = play + Math.sign(by);
    play = Math.min(start.backlash, Math.max(0, next));
    if (next !== play) load += Math.sign(by);
  }
  steps.push({ time: performance.timeOrigin + performance.now() - start.origin, by });
  Atomics.add(words, motorWord.steps, Math.abs(by));
}

/** How many half steps the coils have turned it; nothing without current. */
function byCoils(now: readonly number[]): number {
  const next = patterns.indexOf(now.reduce((value, level) => value * 2 + level, 0));
  if (next < 0) return 0;
  const by = ((next - phase + 12) % 8) - 4;
  phase = next;
  return by;
}

function byPulse([step = 0, direction = 0]: readonly number[]): number {
  const rising = step === 1 && stepLine === 0;
  stepLine = step;
  return rising ? (direction === 1 ? 1 : -1) : 0;
}

function press(): void {
  if (switches === undefined) return;
  const active = load <= 0;
  if (active === held) return;
  held = active;
  writeSync(switches, active ? 'pull-up' : 'pull-down', 0);
}

press();
parentPort?.postMessage('turning');
while (Atomics.load(words, motorWord.stop) === 0) {
  const now = levels();
  const by = start.kind === 'coils' ? byCoils(now) : byPulse(now);
  if (by !== 0) turn(by);
  press();
  Atomics.store(words, motorWord.load, load);
  Atomics.store(
    words,
    motorWord.current,
    now.reduce((sum, level) => sum + level, 0),
  );
  Atomics.wait(words, motorWord.stop, 0, 0.5);
}
parentPort?.postMessage(steps);
