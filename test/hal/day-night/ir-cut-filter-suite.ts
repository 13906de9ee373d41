import * as assert from 'uvu/assert';
import type { IrCutFilter } from '../../../hal/ports/day-night.ts';
import { type AddTest, refusal } from './refusal.ts';

/** How every IR cut filter behaves. `open` gives a new one each time, which the test closes. */
export function irCutFilterTests(filters: AddTest, open: () => Promise<IrCutFilter>): void {
  const withFilter = (test: (filter: IrCutFilter) => Promise<void>) => async (): Promise<void> => {
    const filter = await open();
    try {
      await test(filter);
    } finally {
      await filter.close();
    }
  };

  filters(
    'does not know where it is before it was moved, nor while it moves',
    withFilter(async (filter) => {
      assert.is(filter.state, undefined);
      const moved = filter.move('in');
      assert.is(filter.state, undefined);
      await moved;
      assert.is(filter.state, 'in');
    }),
  );

  filters(
    'moves out and in again, and takes the same wish again without effort',
    withFilter(async (filter) => {
      for (const side of ['out', 'in', 'in', 'out'] as const) {
        await filter.move(side);
        assert.is(filter.state, side);
      }
    }),
  );

  filters(
    'ends where the newest of many wishes wants it, and all of them end then',
    withFilter(async (filter) => {
      const sides = ['in', 'out', 'in', 'out', 'in', 'out'] as const;
      await Promise.all(sides.map((side) => filter.move(side)));
      assert.is(filter.state, 'out');
    }),
  );

  filters('tells each change of where it is, until nobody listens', async () => {
    const filter = await open();
    const told: unknown[] = [];
    const end = filter.onChange(() => told.push(filter.state));
    await filter.move('out');
    await filter.move('out');
    assert.equal(told, ['out']);
    await filter.move('in');
    assert.equal(told, ['out', undefined, 'in']);
    end();
    await filter.close();
    assert.is(told.length, 3);
  });

  filters('moves no more once it is closed, and a move under way ends with gone', async () => {
    const filter = await open();
    const moving = refusal('gone', filter.move('in'));
    await filter.close();
    assert.match(await moving, /is closed/);
    assert.match(await refusal('gone', filter.move('out')), /is closed/);
    await filter.close();
    assert.is(filter.state, undefined);
  });
}
