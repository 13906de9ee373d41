import * as assert from 'uvu/assert';
import type { Illuminator } from '../../../hal/ports/day-night.ts';
import { type AddTest, refusal } from './refusal.ts';

/** Illuminator under test and its observed brightness, 0..1. */
interface SeenIlluminator {
  readonly illuminator: Illuminator;
  readonly brightness: () => Promise<number>;
}

/** Adds the behaviours of every illuminator. `open` gives a new one, which the test closes. */
export function illuminatorTests(illuminators: AddTest, open: () => Promise<SeenIlluminator>): void {
  const withOne = (test: (seen: SeenIlluminator) => Promise<void>) => async (): Promise<void> => {
    const seen = await open();
    try {
      await test(seen);
    } finally {
      await seen.illuminator.close();
    }
  };
  const close = (one: number, other: number): boolean => Math.abs(one - other) < 0.001;

  illuminators(
    'is off at first',
    withOne(async ({ illuminator, brightness }) => {
      assert.equal([illuminator.level, await brightness()], [0, 0]);
    }),
  );

  illuminators(
    'shines at each level, rounded to its steps',
    withOne(async ({ illuminator, brightness }) => {
      for (const level of [1, 0.5, 0.26, 0.004, 0, 1]) {
        await illuminator.setLevel(level);
        const rounded = Math.round(level * illuminator.steps) / illuminator.steps;
        assert.is(illuminator.level, rounded);
        assert.ok(close(await brightness(), rounded), `${await brightness()} for ${level}`);
      }
    }),
  );

  illuminators(
    'refuses levels out of range, and keeps its level',
    withOne(async ({ illuminator, brightness }) => {
      await illuminator.setLevel(1);
      for (const level of [-0.1, 1.1, Number.NaN, Number.POSITIVE_INFINITY]) {
        assert.match(await refusal('out-of-range', illuminator.setLevel(level)), /is not in 0\.\.1/);
      }
      assert.equal([illuminator.level, await brightness()], [1, 1]);
    }),
  );

  illuminators(
    'ends at the last of many levels',
    withOne(async ({ illuminator, brightness }) => {
      await Promise.all([1, 0, 1, 0, 1].map((level) => illuminator.setLevel(level)));
      assert.equal([illuminator.level, await brightness()], [1, 1]);
    }),
  );

  illuminators('is off once closed, and stays off', async () => {
    const { illuminator, brightness } = await open();
    await illuminator.setLevel(1);
    await illuminator.close();
    assert.equal([illuminator.level, await brightness()], [0, 0]);
    assert.match(await refusal('gone', illuminator.setLevel(1)), /is closed/);
    await illuminator.close();
    assert.is(await brightness(), 0);
  });
}
