import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { TourSpot } from '../../../../services/ptz/tours/tour-list.ts';
import { tourOrder } from '../../../../services/ptz/tours/tour-order.ts';

const order = suite('order of a tour');

const spot: TourSpot = { target: { kind: 'home' }, stay: 1000 };
const spots = (count: number): readonly TourSpot[] => Array.from({ length: count }, () => spot);

order('is that of the list, or the list from its end', () => {
  const plain = { spots: spots(3), random: false };
  assert.equal(tourOrder({ ...plain, direction: 'Forward' }, 2, Math.random), [0, 1, 2]);
  assert.equal(tourOrder({ ...plain, direction: 'Backward' }, 2, Math.random), [2, 1, 0]);
});

order('at random visits each spot once, and none twice in a row over two rounds', () => {
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 8 }), fc.nat(7), fc.infiniteStream(chance), (count, last, chances) => {
      const found = tourOrder(
        { spots: spots(count), random: true, direction: 'Forward' },
        last,
        () => chances.next().value,
      );
      assert.equal(
        [...found].sort(),
        Array.from({ length: count }, (_, index) => index),
      );
      assert.ok(count < 2 || found[0] !== last);
    }),
  );
});

order.run();
