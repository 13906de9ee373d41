import * as assert from 'uvu/assert';
import type { IrCutFilter } from '../../../hal/ports/day-night.ts';
import { type AddTest, refusal } from './refusal.ts';

/** Adds the behaviours of every IR cut filter. `open` gives a new filter, which the test closes. */
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
    'has no state before its first move and during a move',
    withFilter(async (filter) => {
      assert.is(filter.state, undefined);
      const moved = filter.move('in');
      assert.is(filter.state, undefined);
      await moved;
      assert.is(filter.state, 'in');
    }),
  );

  filters(
    'moves out and in again, and does nothing for its present state',
    withFilter(async (filter) => {
      for (const side of ['out', 'in', 'in', 'out'] as const) {
        await filter.move(side);
        assert.is(filter.state, side);
      }
    }),
  );

  filters(
    'reaches the newest of many targets, and all calls end then',
    withFilter(async (filter) => {
      const sides = ['in', 'out', 'in', 'out', 'in', 'out'] as const;
      await Promise.all(sides.map((side) => filter.move(side)));
      assert.is(filter.state, 'out');
    }),
  );

  filters('reports each change of state until unsubscribed', async () => {
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

  filters('does not move once closed, and ends a present move with gone', async () => {
    const filter = await open();
    const moving = refusal('gone', filter.move('in'));
    await filter.close();
    assert.match(await moving, /is closed/);
    assert.match(await refusal('gone', filter.move('out')), /is closed/);
    await filter.close();
    assert.is(filter.state, undefined);
  });
}
