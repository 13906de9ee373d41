import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { sharedSpeeds } from '../../../hal/head/shared-way.ts';
import { planTo } from '../../../hal/motion/axis/profile.ts';

const shared = suite('shared way of two axes');
const number = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });

const way = fc
  .record({ target: number(-170, 170), maxSpeed: number(5, 120), acceleration: number(20, 400), speed: number(-1, 1) })
  .map(({ speed, ...rest }) => ({ ...rest, position: 0, speed: speed * rest.maxSpeed }));

const still = { target: 0, maxSpeed: 5, acceleration: 20, position: 0, speed: 2 };

/** The second axis comes to rest at its target by braking alone, in less time than from rest. */
const braking: [typeof still, typeof still] = [
  still,
  { target: 10.7, maxSpeed: 38.65394, acceleration: 69.916221, position: 0, speed: 38.65393 },
];

shared('takes both axes the same time by their own profiles, and no longer than the slower needs', () => {
  fc.assert(
    fc.property(way, way, (one, other) => {
      const ways = [one, other];
      const speeds = sharedSpeeds(ways);
      const seconds = (index: number, speed: number): number => {
        const { target, maxSpeed, acceleration, position, speed: from } = ways[index] ?? one;
        const limits = { min: -1000, max: 1000, maxSpeed, acceleration };
        return planTo({ position, speed: from }, target, speed, limits).duration;
      };
      const own = ways.map(({ maxSpeed }, index) => seconds(index, maxSpeed));
      const together = speeds.map((speed, index) => seconds(index, speed));
      // An axis that is on its way already, or would creep, may arrive earlier.
      const longest = Math.max(...own);
      for (const time of together) assert.ok(time <= longest * 1.001 + 0.02, `${together} instead of ${own}`);
      if (ways.every(({ speed }) => speed === 0)) assert.ok(Math.abs((together[0] ?? 0) - (together[1] ?? 0)) < 0.02);
    }),
    { examples: [braking] },
  );
});

shared('takes axes at rest there together', () => {
  const rest = { position: 0, speed: 0, maxSpeed: 100, acceleration: 200 };
  const speeds = sharedSpeeds([
    { ...rest, target: 100 },
    { ...rest, target: -10 },
    { ...rest, target: 100, acceleration: undefined },
  ]);
  // One second at full speed and two ramps of half a second; a tenth of the way then takes 6.8 degrees a second.
  assert.equal(
    speeds.map((speed) => Math.round(speed * 10) / 10),
    [100, 6.8, 66.7],
  );
});

shared.run();
