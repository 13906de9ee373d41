import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { directionOf, placeOf } from '../../../hal/head/optics.ts';
import { addon } from '../../../hal/native/addon.ts';
import type { HeadOptics } from '../../../hal/ports/ptz-head.ts';

const directions = suite('directions of privacy masks');
const [columns, rows] = [160, 90];
const aspect = 16 / 9;
const whole = '(1, 0, 0, 0, 1, 0)';
const angle = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: min * 100, max: max * 100 }).map((value) => value / 100);
const looks = fc.record({ pan: angle(-170, 170), tilt: angle(-60, 60), view: angle(4, 110) });
const places = fc.record({ x: angle(-1, 1), y: angle(-1, 1) });

function optics(projection: HeadOptics['projection'], horizontalFieldOfView: number): HeadOptics {
  return { horizontalFieldOfView, aspect, magnification: 1, projection };
}

/** Cells that hide a small square around a direction, as a camera sees it that looks somewhere between two poses. */
function coverage(
  projection: HeadOptics['projection'],
  to: { readonly pan: number; readonly tilt: number },
  look: { readonly pan: number; readonly tilt: number; readonly view: number },
  reach = 0,
): Buffer {
  const corners = [
    [-0.3, -0.3],
    [0.3, -0.3],
    [0.3, 0.3],
    [-0.3, 0.3],
  ].map(([x = 0, y = 0]) => `(${(to.pan + x).toFixed(6)}, ${(to.tilt + y).toFixed(6)})`);
  const range = (value: number, by: number): string => `(${(value - by).toFixed(6)}, ${(value + by).toFixed(6)})`;
  const ranges = `${range(look.pan, reach)}, ${range(look.tilt, reach / 2)}, ${range(look.view, 0)}, ${aspect}`;
  addon.setPose('sky', `(true, false, ${projection === 'flat'}, ${ranges})`);
  addon.setMasks('sky', `[('Color', true, false, 16.0, 128.0, 128.0, [${corners.join(', ')}])]`);
  const cells = addon.maskCoverage('sky', whole, columns, rows) ?? Buffer.alloc(0);
  addon.setPose('sky');
  return cells;
}

function isCovered(cells: Buffer, { x, y }: { readonly x: number; readonly y: number }): boolean {
  const [column, row] = [Math.floor(((x + 1) / 2) * columns), Math.floor(((1 - y) / 2) * rows)];
  return cells[Math.min(row, rows - 1) * columns + Math.min(column, columns - 1)] === 1;
}

for (const projection of ['flat', 'lens'] as const) {
  directions(`of a ${projection} picture are where the head's own optics see them`, () => {
    fc.assert(
      fc.property(looks, places, (look, place) => {
        const to = directionOf(optics(projection, look.view), look, 0, place.x, place.y);
        const back = placeOf(optics(projection, look.view), look, 0, to);
        assert.ok(Math.hypot((back?.x ?? 9) - place.x, (back?.y ?? 9) - place.y) < 1e-6);
        const cells = coverage(projection, to, look);
        assert.ok(isCovered(cells, place), 'covered');
        assert.ok(cells.some((value) => value === 0) || look.view < 8, 'the rest is seen');
      }),
    );
  });

  directions(`of a ${projection} picture stay hidden wherever the camera looks within its bounds`, () => {
    const within = fc.record({ pan: angle(-1, 1), tilt: angle(-1, 1) });
    fc.assert(
      fc.property(looks, places, within, (look, place, part) => {
        const reach = 6;
        const now = { pan: look.pan + part.pan * reach, tilt: look.tilt + (part.tilt * reach) / 2 };
        const to = directionOf(optics(projection, look.view), now, 0, place.x, place.y);
        assert.ok(isCovered(coverage(projection, to, look, reach), place), JSON.stringify({ now, to }));
      }),
      { numRuns: 300 },
    );
  });
}

directions.after(() => addon.setMasks('sky'));
directions.run();
