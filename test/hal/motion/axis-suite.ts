import { setTimeout as sleep } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import type { HalError } from '../../../hal/ports/hal-error.ts';
import type { AxisStatus, MotorAxis } from '../../../hal/ports/motor-axis.ts';

/** Axis under test, and its motor as observed from outside. */
interface AxisUnderTest {
  readonly axis: MotorAxis;
  /** Observed position of the motor, in units; undefined for a motor that cannot be observed. */
  observed(): number | undefined;
  /** Largest error (units) of an observed position. */
  readonly tolerance: number;
}

async function kindOf(action: () => unknown): Promise<string> {
  try {
    await action();
    return 'nothing';
  } catch (error) {
    return (error as HalError).kind;
  }
}

/** Test suite of uvu. */
export interface Suite {
  (name: string, test: () => Promise<void>): void;
  readonly before: { (hook: () => void): void; each(hook: () => Promise<void>): void };
  readonly after: { (hook: () => void | Promise<void>): void; each(hook: () => Promise<void>): void };
}

/** Keeps the process alive, since the timers of axes do not. */
export function keepAlive(axes: Suite): void {
  let alive: NodeJS.Timeout;
  axes.before(() => {
    alive = setInterval(() => undefined, 1000);
  });
  axes.after(() => clearInterval(alive));
}

/** Adds the behaviours of every motor axis to a suite, one after the other with the same axis. */
export function testAxis(axes: Suite, open: () => Promise<AxisUnderTest>): void {
  let under: AxisUnderTest | undefined;
  keepAlive(axes);
  axes.before.each(async () => {
    under ??= await open();
    if (under.axis.status.state === 'unreferenced') await under.axis.home();
  });
  // A test that fails during a move must not affect the next one.
  axes.after.each(async () => {
    if (under === undefined || under.axis.status.state === 'idle') return;
    await under.axis.close();
    under = undefined;
  });
  axes.after(async () => under?.axis.close());
  for (const [behaviour, test] of behaviours)
    axes(behaviour, async () => {
      if (under === undefined) throw new Error('no axis');
      await test(under);
    });
}

const behaviours: readonly [behaviour: string, test: (under: AxisUnderTest) => Promise<void>][] = [
  ['arrives at its target in the time its speed allows', arrives],
  ['reports positions on the way, each nearer to the target', reportsTheWay],
  ['refuses positions and speeds out of range, and does not move', refusesOutOfRange],
  ['limits the speed of a move to the top speed', keepsToTheTopSpeed],
  ['replaces the present move by a new one, also backward', replacesAMove],
  ['moves at a speed until it gets speed 0, or to its limit', movesAtASpeed],
  ['stops at once', stopsAtOnce],
  ['refuses every command once closed, and may be closed twice', closes],
];

function at({ facts }: MotorAxis, share: number): number {
  return facts.min + (facts.max - facts.min) * share;
}

async function isAt({ axis, observed, tolerance }: AxisUnderTest, position: number): Promise<void> {
  const reported = axis.status.position ?? Number.NaN;
  assert.ok(Math.abs(reported - position) <= axis.facts.resolution, `reports ${reported}, not ${position}`);
  // The observer sees a change a moment later.
  await sleep(30);
  const there = observed();
  if (there !== undefined) assert.ok(Math.abs(there - position) <= tolerance, `is at ${there}, not at ${position}`);
}

async function arrives(under: AxisUnderTest): Promise<void> {
  const { axis } = under;
  await axis.moveTo(at(axis, 0.4));
  const began = performance.now();
  assert.is(await axis.moveTo(at(axis, 0.7)), 'arrived');
  const way = at(axis, 0.7) - at(axis, 0.4);
  const taken = (performance.now() - began) / 1000;
  assert.ok(taken >= (way / axis.facts.maxSpeed) * 0.95, `${taken} s`);
  assert.is(axis.status.state, 'idle');
  assert.is(axis.status.speed, 0);
  await isAt(under, at(axis, 0.7));
  assert.is(axis.status.steps, Math.round((at(axis, 0.7) - axis.facts.min) / axis.facts.resolution));
}

async function reportsTheWay({ axis }: AxisUnderTest): Promise<void> {
  await axis.moveTo(at(axis, 0.3));
  const reports: AxisStatus[] = [];
  const end = axis.onStatus((status) => reports.push(status));
  await axis.moveTo(at(axis, 0.8));
  end();
  const positions = reports.map(({ position }) => position ?? Number.NaN);
  assert.ok(reports.length >= 4, `${reports.length} reports`);
  assert.ok(positions.every((position, index) => index === 0 || position >= (positions[index - 1] ?? 0)));
  assert.ok(
    reports.some(({ state, speed }) => state === 'moving' && speed > 0 && speed <= axis.facts.maxSpeed * 1.001),
  );
  assert.is(reports.at(-1)?.state, 'idle');
}

async function refusesOutOfRange(under: AxisUnderTest): Promise<void> {
  const { axis } = under;
  await axis.moveTo(at(axis, 0.5));
  const { min, max, maxSpeed } = axis.facts;
  assert.is(await kindOf(() => axis.moveTo(max + 1)), 'out-of-range');
  assert.is(await kindOf(() => axis.moveTo(min - 1)), 'out-of-range');
  assert.is(await kindOf(() => axis.moveTo(Number.NaN)), 'out-of-range');
  assert.is(await kindOf(() => axis.moveTo(at(axis, 0.6), 0)), 'out-of-range');
  assert.is(await kindOf(() => axis.moveTo(at(axis, 0.6), -1)), 'out-of-range');
  assert.is(await kindOf(() => axis.moveAt(maxSpeed * 2)), 'out-of-range');
  assert.is(await kindOf(() => axis.moveAt(Number.NaN)), 'out-of-range');
  await sleep(100);
  assert.is(axis.status.state, 'idle');
  await isAt(under, at(axis, 0.5));
}

async function keepsToTheTopSpeed(under: AxisUnderTest): Promise<void> {
  const { axis } = under;
  await axis.moveTo(at(axis, 0.5));
  assert.is(await axis.moveTo(at(axis, 0.55), axis.facts.maxSpeed * 100), 'arrived');
  await isAt(under, at(axis, 0.55));
}

async function replacesAMove(under: AxisUnderTest): Promise<void> {
  const { axis } = under;
  await axis.moveTo(at(axis, 0.4));
  const first = axis.moveTo(at(axis, 0.9));
  await sleep(150);
  const second = axis.moveTo(at(axis, 0.3));
  assert.is(await first, 'replaced');
  assert.is(await second, 'arrived');
  await isAt(under, at(axis, 0.3));
}

async function movesAtASpeed(under: AxisUnderTest): Promise<void> {
  const { axis } = under;
  await axis.moveTo(at(axis, 0.5));
  axis.moveAt(axis.facts.maxSpeed / 2);
  await sleep(250);
  assert.is(axis.status.state, 'moving');
  axis.moveAt(0);
  await rest(axis);
  assert.ok((axis.status.position ?? 0) > at(axis, 0.5), `${axis.status.position}`);
  axis.moveAt(-axis.facts.maxSpeed);
  await rest(axis);
  await isAt(under, axis.facts.min);
}

async function stopsAtOnce(under: AxisUnderTest): Promise<void> {
  const { axis } = under;
  await axis.moveTo(at(axis, 0.2));
  const move = axis.moveTo(at(axis, 0.9));
  await sleep(200);
  axis.stop();
  assert.is(await move, 'stopped');
  await sleep(60);
  const there = axis.status.position ?? Number.NaN;
  assert.is(axis.status.state, 'idle');
  assert.ok(there > at(axis, 0.2) && there < at(axis, 0.9), `${there}`);
  await sleep(150);
  await isAt(under, there);
}

async function closes({ axis }: AxisUnderTest): Promise<void> {
  const move = axis.moveTo(at(axis, 0.9));
  await axis.close();
  assert.is(await move, 'stopped');
  assert.is(await kindOf(() => axis.moveTo(at(axis, 0.5))), 'gone');
  assert.is(await kindOf(() => axis.moveAt(0)), 'gone');
  assert.is(await kindOf(() => axis.home()), 'gone');
  await axis.close();
}

async function rest(axis: MotorAxis): Promise<void> {
  for (let waited = 0; axis.status.state === 'moving'; waited += 10) {
    assert.ok(waited < 10_000, 'the axis does not come to rest');
    await sleep(10);
  }
}
