import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { until } from '../../until.ts';
import { attachMotor, type SimulatedMotor } from './simulated-motor.ts';
import { motorOf } from './wiring.ts';

const deadMan = suite('dead-man stop');
const program = fileURLToPath(new URL('./axis-process.js', import.meta.url));

interface Turning {
  readonly child: ChildProcess;
  readonly motor: SimulatedMotor;
}

let present: Turning | undefined;

async function turning(then: string): Promise<Turning> {
  const motor = await attachMotor(motorOf('four-wire-stepper'));
  const child = spawn(process.execPath, [program, 'four-wire-stepper', then], {
    stdio: ['pipe', 'pipe', then === 'throw' ? 'ignore' : 'inherit'],
  });
  present = { child, motor };
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  await until(() => motor.made > 3);
  return present;
}

deadMan.after.each(async () => {
  const { child, motor } = present ?? {};
  present = undefined;
  if (child && child.exitCode === null && child.signalCode === null) {
    const over = ended(child);
    child.kill('SIGKILL');
    await over;
  }
  await motor?.stop();
});

function ended(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => child.once('exit', resolve));
}

const ends: readonly [what: string, then: string, end: (child: ChildProcess) => unknown, coilsOff: boolean][] = [
  // Only the next start switches the coils off.
  ['killed', '', (child) => child.kill('SIGKILL'), false],
  ['told to end', '', (child) => child.kill('SIGTERM'), true],
  ['ended by itself', 'exit', (child) => child.stdin?.write('now\n'), true],
  ['ended by an error', 'throw', (child) => child.stdin?.write('now\n'), true],
];

for (const [what, then, end, coilsOff] of ends) {
  deadMan(`a process that is ${what} makes no more steps${coilsOff ? ', and its coils are off' : ''}`, async () => {
    const { child, motor } = await turning(then);
    const over = ended(child);
    end(child);
    await over;
    await sleep(20);
    const { made } = motor;
    await sleep(300);
    assert.is(motor.made, made);
    if (coilsOff) assert.is(motor.active, 0);
  });
}

deadMan('a process that hangs stops within the timeout, with even holding coils off', async () => {
  const { child, motor } = await turning('hang');
  child.stdin?.write('now\n');
  const began = performance.now();
  for (let { made } = motor; ; ) {
    await sleep(100);
    if (motor.made === made && motor.active === 0) break;
    ({ made } = motor);
    assert.ok(performance.now() - began < 3000, 'it goes on');
  }
  process.stdout.write(`\n     | hanging: at rest after ${Math.round(performance.now() - began)} ms\n`);
});

deadMan.run();
