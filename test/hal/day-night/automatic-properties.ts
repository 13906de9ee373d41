import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { automaticRules } from '../../../hal/day-night/automatic-rules.ts';
import { lockOutAfter, lockOutWindow, longestHold } from '../../../hal/day-night/lock-out.ts';
import type { BoundaryAdjustment } from '../../../hal/ports/day-night.ts';
import { type Curve, pieces, simulate, slope } from './simulated-light.ts';

const properties = suite('automatic day and night under any light');
const runs = { numRuns: 60 };

/** Light (lux) over seven decades, and darkness. */
const lux = fc.oneof(
  fc.constant(0),
  fc.double({ min: -2, max: 5, noNaN: true }).map((power) => 10 ** power),
);

const adjustment: fc.Arbitrary<BoundaryAdjustment> = fc.record({
  boundaryType: fc.constantFrom('Common', 'ToOn', 'ToOff'),
  boundaryOffset: fc.double({ min: -1, max: 1, noNaN: true }),
  responseTime: fc.integer({ min: 5, max: 600 }),
});
const rules = fc
  .array(adjustment, { maxLength: 3 })
  .map((adjustments) => automaticRules({ mode: 'AUTO', adjustments }));

const seconds = fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 3600 }));

/** Light that switches on and off slightly slower than the delays. */
const flicker = fc
  .tuple(
    fc.integer({ min: 12, max: 60 }),
    fc.integer({ min: 12, max: 60 }),
    fc.double({ min: 0, max: 2, noNaN: true }),
    fc.double({ min: 50, max: 10_000, noNaN: true }),
  )
  .map(([first, last, one, other]) => [[first, one] as const, [last, other] as const]);

/** Arbitrary repeated light in pieces from a blink to hours. */
const curve: fc.Arbitrary<Curve> = fc
  .oneof(flicker, fc.array(fc.tuple(seconds, lux), { minLength: 1, maxLength: 12 }))
  .map((rows) => {
    const light = pieces(...rows);
    const total = rows.reduce((sum, [lasts]) => sum + lasts, 0);
    return (second: number): number => light(second % total);
  });

properties('the lock-out limits the number of switches', () => {
  const hours = 4;
  const eager = fc.constant(automaticRules({ mode: 'AUTO', adjustments: [] }));
  fc.assert(
    fc.property(
      fc.oneof(eager, rules),
      curve,
      fc.oneof(
        fc.constant(() => 0),
        curve,
      ),
      (one, ambient, lamp) => {
        const { switches } = simulate({ rules: one, seconds: hours * 3600, ambient, lamp });
        switches.forEach(([at], index) => {
          const window = switches.slice(index + 1).filter(([later]) => (later - at) * 1000 <= lockOutWindow);
          assert.ok(window.length <= lockOutAfter, `${window.length + 1} switches in ten minutes`);
        });
      },
    ),
    runs,
  );
});

properties('constant light and lamp lead to the phase of the light', () => {
  const wild = 1800;
  const rest = wild + (longestHold + 2 * 600_000) / 1000;
  fc.assert(
    fc.property(rules, curve, curve, lux, lux, (one, ambient, lamp, light, added) => {
      const seen = simulate({
        rules: one,
        seconds: rest + 3600,
        ambient: (second) => (second < wild ? ambient(second) : light),
        lamp: (second) => (second < wild ? lamp(second) : added),
      });
      const after = seen.switches.filter(([at]) => at >= wild);
      assert.ok(after.length <= 1, `${after.length} switches after the light was constant`);
      assert.ok(
        after.every(([at]) => at < rest),
        'rests after the lock-out',
      );
      const { phase } = seen.state;
      if (light > one.toDay * 1.01) assert.is(phase, 'day');
      if (light < one.toNight * 0.99) assert.is(phase, 'night');
    }),
    runs,
  );
});

properties('slow dusk and dawn switch once each, with any lamps', () => {
  fc.assert(
    fc.property(
      lux,
      fc.integer({ min: 600, max: 7200 }),
      fc.double({ min: 0, max: 0.1, noNaN: true }),
      (lamp, lasts, noise) => {
        const dusk = slope(2000, 0.01, 60, lasts);
        const night = lasts + 600;
        const dawn = slope(0.01, 2000, night, lasts);
        const seen = simulate({
          rules: automaticRules({ mode: 'AUTO', adjustments: [] }),
          seconds: night + lasts + 1800,
          ambient: (second) => (second < night ? dusk(second) : dawn(second)) * (1 + noise * Math.sin(second * 1.7)),
          lamp: () => lamp,
        });
        assert.equal(
          seen.switches.map(([, phase]) => phase),
          ['night', 'day'],
        );
      },
    ),
    runs,
  );
});

properties('a flash or a shadow of 2 s switches nothing', () => {
  const steady = fc.constantFrom(0, 1, 300, 50_000);
  fc.assert(
    fc.property(rules, steady, lux, lux, fc.integer({ min: 1, max: 200 }), (one, light, flash, lamp, at) => {
      const seen = simulate({
        rules: one,
        seconds: 900,
        ambient: (second) => (second === at || second === at + 1 ? flash : light),
        lamp: () => lamp,
      });
      assert.equal(seen.switches, []);
    }),
    runs,
  );
});

properties.run();
