import { setTimeout as sleep } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import { openAxis } from '../../../hal/motion/open-axis.ts';
import type { HalError } from '../../../hal/ports/hal-error.ts';
import type { MotorAxis } from '../../../hal/ports/motor-axis.ts';
import { keepAlive, type Suite, testAxis } from '../../hal/motion/axis-suite.ts';
import { until } from '../../until.ts';
import { wire } from '../simulated-lines.ts';
import { attachMotor, type SeenStep, type SimulatedMotor } from './simulated-motor.ts';
import { backlash, boardTools, endStop, motorOf, type StepperKind, stepperFact, travel } from './wiring.ts';

/** Time (ms) after which the motor's thread has followed. */
const lag = 30;

interface Bench {
  readonly axis: MotorAxis;
  readonly motor: SimulatedMotor;
}

async function openBench(kind: StepperKind, withEndStop: boolean): Promise<Bench> {
  const motor = await attachMotor({ ...motorOf(kind), ...(withEndStop ? { endStop } : {}) });
  try {
    return { axis: await openAxis(stepperFact(kind, withEndStop), boardTools()), motor };
  } catch (error) {
    await motor.stop();
    throw error;
  }
}

/** Runs an action on a stepper and its motor. Returns the steps of the motor. */
async function onBench(
  kind: StepperKind,
  withEndStop: boolean,
  action: (bench: Bench) => Promise<void>,
): Promise<readonly SeenStep[]> {
  const bench = await openBench(kind, withEndStop);
  let steps: readonly SeenStep[] = [];
  try {
    await action(bench);
    await sleep(lag);
  } finally {
    await bench.axis.close();
    steps = await bench.motor.stop();
  }
  return steps;
}

/** Adds the behaviours of the port, and those of a stepper observed on its lines. */
export function testStepper(kind: StepperKind, port: Suite, seen: Suite): void {
  testAxis(port, async () => {
    const { axis, motor } = await openBench(kind, true);
    const close = axis.close.bind(axis);
    let closed = false;
    axis.close = async () => {
      await close();
      if (!closed) await motor.stop();
      closed = true;
    };
    return { axis, observed: () => axis.facts.min + motor.load / 10, tolerance: 0.01 };
  });
  keepAlive(seen);
  for (const [behaviour, test] of behaviours) seen(behaviour, () => test(kind));
}

const behaviours: readonly [behaviour: string, test: (kind: StepperKind) => Promise<void>][] = [
  ['makes the right number of steps, one at a time, with ramps', countsSteps],
  ['finds its end stop, opens it, and finds it again slowly', homes],
  ['rejects when no end stop closes within the travel and a tenth', homesInVain],
  ['compensates backlash when it changes direction', turns],
  ['stops at once and switches its coils off', stopsAtOnce],
  ['stops when the main thread hangs', hangs],
];

async function countsSteps(kind: StepperKind): Promise<void> {
  const steps = await onBench(kind, false, async ({ axis }) => {
    assert.is(axis.status.position, 0, 'the middle');
    await axis.moveTo(4);
  });
  // The gears begin with play: backlash and 40 steps.
  // A delayed observer may see two steps at once.
  assert.is(
    steps.reduce((sum, { by }) => sum + by, 0),
    40 + backlash,
  );
  assert.ok(steps.every(({ by }) => by === 1 || by === 2));
  assert.ok(steps.length > 35 + backlash, `${steps.length} steps seen one at a time`);
  const gaps = steps.slice(1).map(({ time }, index) => time - (steps[index]?.time ?? 0));
  const middle = [...gaps.slice(12, -12)].sort((one, other) => one - other);
  const median = middle[Math.floor(middle.length / 2)] ?? 0;
  say(
    `${kind}: step time in the middle ${median.toFixed(2)} ms (5.00), first ${gaps[0]?.toFixed(1)} ms, last ${gaps.at(-1)?.toFixed(1)} ms`,
  );
  assert.ok(median > 4 && median < 7, `${median} ms`);
  // Three steps take 21 ms at the ends and 15 ms between: one that is seen late takes nothing from their sum.
  const ends = [gaps.slice(0, 3), gaps.slice(-3)].map((three) => three.reduce((sum, gap) => sum + gap, 0));
  assert.ok(
    ends.every((time) => time > 3 * median + 2),
    `slower at both ends: ${ends.join(' and ')} ms`,
  );
}

async function homes(kind: StepperKind): Promise<void> {
  const steps = await onBench(kind, true, async ({ axis, motor }) => {
    assert.is(axis.status.state, 'unreferenced');
    assert.is(axis.status.position, undefined);
    await assertRejects(() => axis.moveTo(0), 'busy');
    const homing = axis.home();
    assert.is(axis.status.state, 'homing');
    await assertRejects(() => axis.moveTo(0), 'busy');
    await homing;
    await sleep(lag);
    assert.equal([axis.status.state, axis.status.position, motor.load], ['idle', -5, 0]);
    await axis.moveTo(0);
    await sleep(lag);
    assert.is(motor.load, travel / 2);
  });
  // A delayed observer may see two steps at once.
  const turnsAt = moved(steps).flatMap(({ by }, index, all) => (by * (all[index - 1]?.by ?? by) < 0 ? [index] : []));
  const told = turnsAt.map((index) => moved(steps).slice(Math.max(0, index - 2), index + 2));
  assert.is(turnsAt.length, 3, `to it, away, to it, and to the middle: ${JSON.stringify(told)}`);
}

/** Steps without the twitch of coils that are switched on one after the other: a step forth and back within one step's time. */
function moved(steps: readonly SeenStep[]): readonly SeenStep[] {
  const isTwitch = (one: SeenStep | undefined, other: SeenStep | undefined): boolean =>
    one !== undefined && other !== undefined && one.by === -other.by && Math.abs(one.time - other.time) < 9;
  return steps.filter((step, index) => !isTwitch(step, steps[index - 1]) && !isTwitch(step, steps[index + 1]));
}

async function homesInVain(kind: StepperKind): Promise<void> {
  const fact = stepperFact(kind, true);
  // The line has no switch.
  wire(endStop, 0);
  const motor = await attachMotor(motorOf(kind));
  const axis = await openAxis(fact, boardTools());
  try {
    await assertRejects(() => axis.home(), 'io');
    assert.is(axis.status.state, 'fault');
    assert.match(axis.status.reason ?? '', /no end stop/);
    await sleep(lag);
    assert.is(motor.made, travel + travel / 10 + backlash);
    assert.is(motor.active, kind === 'four-wire-stepper' ? 0 : motor.active);
  } finally {
    await axis.close();
    await motor.stop();
  }
}

async function turns(kind: StepperKind): Promise<void> {
  await onBench(kind, true, async ({ axis, motor }) => {
    await axis.home();
    for (const [position, made] of [
      [1, 60 + backlash],
      [3, 20],
      [2, 10 + backlash],
      [2.1, 1 + backlash],
    ] as const) {
      const before = motor.made;
      await axis.moveTo(position);
      await sleep(lag);
      assert.is(motor.made - before, made, `to ${position}`);
      assert.is(motor.load, Math.round((position + 5) * 10));
    }
  });
}

async function stopsAtOnce(kind: StepperKind): Promise<void> {
  let stopped = 0;
  const steps = await onBench(kind, false, async ({ axis, motor }) => {
    axis.moveAt(20);
    await until(() => motor.made > 20);
    axis.stop();
    stopped = performance.now();
    await sleep(300);
    if (kind === 'four-wire-stepper') assert.is(motor.active, 0);
    assert.is(axis.status.steps, travel / 2 + motor.made - backlash);
  });
  const after = steps.filter(({ time }) => time > stopped);
  assert.ok(steps.length > 10 && after.length <= 1, `${steps.length} steps, ${after.length} of them after the stop`);
}

async function hangs(kind: StepperKind): Promise<void> {
  await onBench(kind, false, async ({ axis, motor }) => {
    const move = axis.moveTo(4, 5);
    await until(() => motor.made > 0);
    // 43 steps at 50 a second take longer than the heartbeat timeout of the thread.
    for (const end = performance.now() + 900; performance.now() < end; );
    await sleep(lag);
    const { made } = motor;
    assert.is(await move, 'stopped');
    await sleep(300);
    assert.ok(made > 10 && made < 40, `${made} steps`);
    assert.is(motor.made, made);
    assert.is(await axis.moveTo(0), 'arrived', 'it can be told again');
  });
}

async function assertRejects(action: () => Promise<unknown>, kind: HalError['kind']): Promise<void> {
  try {
    await action();
  } catch (error) {
    assert.is((error as HalError).kind, kind);
    return;
  }
  assert.unreachable('it did not reject');
}

function say(text: string): void {
  process.stdout.write(`\n     | ${text}\n`);
}
