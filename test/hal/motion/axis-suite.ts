import { setTimeout as sleep } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import type { HalError } from '../../../hal/ports/hal-error.ts';
import type { AxisStatus, MotorAxis } from '../../../hal/ports/motor-axis.ts';

/** An axis under the port's suite, with what is seen of its motor from outside. */
export interface AxisUnderTest {
  readonly axis: MotorAxis;
  /** Where the motor is seen to be, in units; undefined where nothing is to be seen. */
  seen(): number | undefined;
  /** Units by which what is seen may be off. */
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

/** A suite of uvu. */
export interface Suite {
  (name: string, test: () => Promise<void>): void;
  readonly before: { (hook: () => void): void; each(hook: () => Promise<void>): void };
  readonly after: { (hook: () => void | Promise<void>): void; each(hook: () => Promise<void>): void };
}

/** Axes keep no process alive: their suites do. */
export function keepAlive(axes: Suite): void {
  let alive: NodeJS.Timeout;
  axes.before(() => {
    alive = setInterval(() => undefined, 1000);
  });
  axes.after(() => clearInterval(alive));
}

/** What every motor axis does, whatever moves it: one after the other with the same axis. Who calls it runs the suite. */
export function testAxis(axes: Suite, open: () => Promise<AxisUnderTest>): void {
  let under: AxisUnderTest | undefined;
  keepAlive(axes);
  axes.before.each(async () => {
    under ??= await open();
    if (under.axis.status.state === 'unreferenced') await under.axis.home();
  });
  // A test that failed in the middle of a move must not spoil the next one.
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
  ['arrives where it was sent, in the time its speed allows', arrives],
  ['tells where it is on the way, and comes nearer all the time', tellsTheWay],
  ['moves nothing for a position or a speed that cannot be', refusesWhatCannotBe],
  ['a speed beyond the top one is the top one for a way to a position', keepsToTheTopSpeed],
  ['a new target takes over from the present one, also backward', takesOver],
  ['goes on at a speed until it is told 0, and to its limit', goesOnAtASpeed],
  ['stops at once', stopsAtOnce],
  ['a closed axis refuses all, and may be closed again', closes],
];

function at({ facts }: MotorAxis, share: number): number {
  return facts.min + (facts.max - facts.min) * share;
}

async function isAt({ axis, seen, tolerance }: AxisUnderTest, position: number): Promise<void> {
  const told = axis.status.position ?? Number.NaN;
  assert.ok(Math.abs(told - position) <= axis.facts.resolution, `tells ${told}, not ${position}`);
  // Who looks from outside sees it a moment later.
  await sleep(30);
  const there = seen();
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

async function tellsTheWay({ axis }: AxisUnderTest): Promise<void> {
  await axis.moveTo(at(axis, 0.3));
  const told: AxisStatus[] = [];
  const end = axis.onStatus((status) => told.push(status));
  await axis.moveTo(at(axis, 0.8));
  end();
  const positions = told.map(({ position }) => position ?? Number.NaN);
  assert.ok(told.length >= 4, `${told.length} times`);
  assert.ok(positions.every((position, index) => index === 0 || position >= (positions[index - 1] ?? 0)));
  assert.ok(told.some(({ state, speed }) => state === 'moving' && speed > 0 && speed <= axis.facts.maxSpeed * 1.001));
  assert.is(told.at(-1)?.state, 'idle');
}

async function refusesWhatCannotBe(under: AxisUnderTest): Promise<void> {
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

async function takesOver(under: AxisUnderTest): Promise<void> {
  const { axis } = under;
  await axis.moveTo(at(axis, 0.4));
  const first = axis.moveTo(at(axis, 0.9));
  await sleep(150);
  const second = axis.moveTo(at(axis, 0.3));
  assert.is(await first, 'replaced');
  assert.is(await second, 'arrived');
  await isAt(under, at(axis, 0.3));
}

async function goesOnAtASpeed(under: AxisUnderTest): Promise<void> {
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
    assert.ok(waited < 10_000, 'never comes to rest');
    await sleep(10);
  }
}
