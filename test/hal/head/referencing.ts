import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Referencing } from '../../../hal/head/referencing.ts';
import { GlidingAxis } from '../../../hal/motion/axis/gliding-axis.ts';
import { HalError } from '../../../hal/ports/hal-error.ts';
import type { AxisFacts } from '../../../hal/ports/motor-axis.ts';
import { FakeClock } from '../fake-clock.ts';
import { headUnderTest } from './head-under-test.ts';

const references = suite('references of axes');

const facts: AxisFacts = {
  ...{ id: 'Pan1', kind: 'pan' as const, min: -90, max: 90, maxSpeed: 90, resolution: 0.1 },
  ...{ absolute: true, endless: false },
};

/** Axis whose position is unknown, and the number of its attempts to find it; the first ones fail. */
function unknownAxis(clock: FakeClock, failures = 0) {
  const state = { attempts: 0 };
  const axis = new GlidingAxis({
    ...{ facts, clock, start: undefined, rest: 0, acceleration: 100, interval: 20 },
    actuator: {
      prepare: async () => {
        state.attempts += 1;
        if (state.attempts <= failures) throw new HalError('io', 'the bus does not answer');
      },
      place: async () => undefined,
      powerOff: async () => undefined,
    },
  });
  return { axis, state };
}

references('are found as soon as an axis is open, without a command', async () => {
  const clock = new FakeClock();
  const { axis, state } = unknownAxis(clock);
  new Referencing(axis, clock);
  assert.is(axis.status.state, 'homing');
  await clock.pass(2100);
  assert.equal([axis.status.state, axis.status.position, state.attempts], ['idle', 0, 1]);
});

references('are looked for again after a fault, more and more rarely', async () => {
  const clock = new FakeClock();
  const { axis, state } = unknownAxis(clock, 100);
  const referencing = new Referencing(axis, clock);
  const attempts: number[] = [];
  for (const seconds of [9, 2, 18, 3, 37, 3]) {
    await clock.pass(seconds * 1000);
    attempts.push(state.attempts);
  }
  assert.equal(attempts, [1, 2, 2, 3, 3, 4]);
  await clock.pass(3_600_000);
  assert.ok(state.attempts >= 15 && state.attempts < 20, `${state.attempts} attempts in an hour`);
  referencing.close();
  assert.is(clock.running, 0);
});

references('refuse commands to an axis that looks for its own, and to no other', async () => {
  const { head, clock, axes, update } = await headUnderTest();
  const { axis } = unknownAxis(clock);
  axes.set('Pan1', axis);
  update();
  assert.equal([head.status.moving.panTilt, head.status.position.pan], [true, undefined]);
  assert.throws(
    () => head.moveAt({ pan: 1 }, 1000),
    ({ kind }: HalError) => kind === 'busy',
  );
  const refused = await head.moveTo({ pan: 1, tilt: 1 }).catch((error: unknown) => error);
  assert.is(refused instanceof HalError && refused.kind, 'busy');
  head.moveAt({ pan: 0, tilt: 10 }, 1000);
  head.stop({ panTilt: true, zoom: true });
  await clock.pass(2100);
  assert.equal([head.status.moving.panTilt, head.status.position.pan], [false, 0], 'a stop leaves the search alone');
});

references('are lost by a fault on the way, which ends the move once the other axis has arrived', async () => {
  const { head, clock, axes, update } = await headUnderTest();
  let broken = false;
  const axis = new GlidingAxis({
    ...{ facts, clock, start: 0, rest: 0, acceleration: 100, interval: 20 },
    actuator: {
      prepare: async () => undefined,
      place: async () => {
        if (broken) throw new HalError('io', 'the bus does not answer');
      },
      powerOff: async () => undefined,
    },
  });
  axes.set('Pan1', axis);
  update();
  const end = head.moveTo({ pan: 80, tilt: 60 }).catch((error: HalError) => error.message);
  await clock.pass(500);
  broken = true;
  await clock.pass(4000);
  assert.is(await end, 'axis Pan1: the bus does not answer');
  assert.equal([head.status.position.tilt, head.status.moving.panTilt], [60, false]);
  assert.is(head.status.error, 'axis Pan1: the bus does not answer');
  head.moveAt({ pan: 0, tilt: -10 }, 1000);
  assert.is(head.status.moving.panTilt, true, 'the other axis goes on');
  broken = false;
  await clock.pass(12_000);
  assert.is(head.status.error, undefined, 'tried again after ten seconds');
});

references.run();
