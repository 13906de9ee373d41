import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  type MotionLimits,
  type MotionState,
  nextCrossing,
  type Plan,
  planAt,
  planRest,
  planTo,
  restingPosition,
  stateAt,
  stoppingDistance,
} from '../../../../hal/motion/axis/profile.ts';

const profile = suite('motion profile');
const limits: MotionLimits = { min: -100, max: 100, maxSpeed: 20, acceleration: 10 };
const still = (position: number): MotionState => ({ position, speed: 0 });

const rows: readonly [what: string, plan: Plan, duration: number, path: readonly [number, number, number][]][] = [
  [
    'accelerates, moves evenly and brakes',
    planTo(still(0), 60, 20, limits),
    5,
    [
      [1, 5, 10],
      [2, 20, 20],
      [3, 40, 20],
      [4, 55, 10],
    ],
  ],
  ['brakes before the top speed on a short way', planTo(still(0), 10, 20, limits), 2, [[1, 5, 10]]],
  ['moves backward as it moves forward', planTo(still(0), -10, 20, limits), 2, [[1, -5, -10]]],
  [
    'starts from a present speed',
    planTo({ position: 0, speed: 20 }, 60, 20, limits),
    4,
    [
      [1, 20, 20],
      [3, 55, 10],
    ],
  ],
  ['slows down to a lower speed', planTo({ position: 0, speed: 20 }, 60, 10, limits), 6, [[1, 15, 10]]],
  [
    'comes to rest and reverses for a target behind it',
    planTo({ position: 0, speed: 10 }, -5, 20, limits),
    3,
    [
      [1, 5, 0],
      [2, 0, -10],
    ],
  ],
  [
    'passes a target that is too near, and returns',
    planTo({ position: 0, speed: 20 }, 10, 20, limits),
    4,
    [
      [2, 20, 0],
      [3, 15, -10],
    ],
  ],
  ['ramps down', planAt({ position: 0, speed: -20 }, 0, limits), 2, [[1, -15, -10]]],
  ['goes on to the limit', planAt(still(80), 5, limits), 4.5, [[2, 88.75, 5]]],
  ['stops at the limit of the travel', planTo(still(90), 1000, 10, limits), 2, [[1, 95, 10]]],
  ['does not move when it is at the target', planTo(still(7), 7, 10, limits), 0, []],
  ['rests', planRest(3), 0, [[9, 3, 0]]],
];

for (const [what, plan, duration, path] of rows) {
  profile(what, () => {
    assert.ok(Math.abs(plan.duration - duration) < 1e-9, `${plan.duration} s`);
    for (const [time, position, speed] of path) {
      const state = stateAt(plan, time);
      assert.ok(Math.abs(state.position - position) < 1e-9, `${time} s: ${state.position}`);
      assert.ok(Math.abs(state.speed - speed) < 1e-9, `${time} s: speed ${state.speed}`);
    }
    assert.equal(stateAt(plan, duration + 1), { position: plan.target, speed: 0 });
  });
}

profile('gives the distance and the position of rest', () => {
  assert.is(stoppingDistance(-20, 10), 20);
  assert.is(restingPosition({ position: 5, speed: -20 }, limits), -15);
});

const command = fc.record({
  after: fc.double({ min: 0, max: 6, noNaN: true }),
  target: fc.option(fc.double({ min: -150, max: 150, noNaN: true })),
  // Rounded, since a tiny speed would take too long.
  speed: fc.double({ min: -30, max: 30, noNaN: true }).map((speed) => Math.round(speed * 100) / 100),
});

profile('stays within limits, speed and acceleration for any sequence of commands, and arrives', () => {
  fc.assert(
    fc.property(fc.array(command, { minLength: 1, maxLength: 6 }), (commands) => {
      let state = still(0);
      for (const { after, target, speed } of commands) {
        const limited = Math.max(0.01, Math.abs(speed));
        const plan = target === null ? planAt(state, speed, limits) : planTo(state, target, limited, limits);
        let before = state;
        const part = Math.max(0.05, plan.duration / 400);
        for (let time = 0; time <= plan.duration + part; time += part) {
          const now = stateAt(plan, time);
          assert.ok(Math.abs(now.position) <= 100 + 1e-6, `position ${now.position}`);
          assert.ok(Math.abs(now.speed) <= 20 + 1e-6, `speed ${now.speed}`);
          assert.ok(Math.abs(now.speed - before.speed) <= part * 10 + 1e-6, `from ${before.speed} to ${now.speed}`);
          assert.ok(Math.abs(now.position - before.position) <= part * 20 + 1e-6, `jump at ${time}`);
          before = now;
        }
        const end = target === null ? plan.target : Math.min(100, Math.max(-100, target));
        assert.equal(stateAt(plan, plan.duration), { position: end, speed: 0 });
        state = stateAt(plan, after);
      }
    }),
    { numRuns: 300 },
  );
});

profile('gives the first time after a given one at which a level is reached', () => {
  const plan = planTo({ position: 0, speed: 10 }, -5, 20, limits);
  const first = nextCrossing(plan, 0, -9, 4.375);
  assert.ok(first?.up === true && Math.abs(first.time - 0.646446609406727) < 1e-9, `${first?.time}`);
  const back = nextCrossing(plan, 0.7, 4.375, 9);
  assert.ok(back?.up === false && Math.abs(back.time - 1.353553390593274) < 1e-9, `${back?.time}`);
  assert.is(nextCrossing(plan, 0, -9, 9), undefined);
});

profile('crosses every step of a plan once, in order, at its time', () => {
  fc.assert(
    fc.property(fc.integer({ min: -90, max: 90 }), fc.double({ min: 0.5, max: 30, noNaN: true }), (target, speed) => {
      const plan = planTo(still(0), target, speed, limits);
      let [at, after] = [0, 0];
      for (;;) {
        const crossing = nextCrossing(plan, after, at - 0.6, at + 0.6);
        if (crossing === undefined) break;
        assert.ok(crossing.time >= after);
        assert.ok(Math.abs(stateAt(plan, crossing.time).position - (at + (crossing.up ? 0.6 : -0.6))) < 1e-6);
        assert.is(crossing.up, target > 0);
        at += crossing.up ? 1 : -1;
        after = crossing.time;
      }
      assert.is(at, target);
    }),
    { numRuns: 200 },
  );
});

profile.run();
