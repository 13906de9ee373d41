import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { directionOf } from '../../../hal/head/optics.ts';
import { magnificationAt } from '../../../hal/ports/magnification.ts';
import type { HeadOptics } from '../../../hal/ports/ptz-head.ts';

const optics = suite('optics of a head');
const lens: HeadOptics = { horizontalFieldOfView: 60, aspect: 16 / 9, magnification: 8, projection: 'lens' };
const flat: HeadOptics = { ...lens, projection: 'flat' };

type Vector = readonly [right: number, up: number, ahead: number];

const degree = Math.PI / 180;

/** Unit vector of a direction in the room. */
function vectorOf(pan: number, tilt: number): Vector {
  const level = Math.cos(tilt * degree);
  return [level * Math.sin(pan * degree), Math.sin(tilt * degree), level * Math.cos(pan * degree)];
}

const dot = (one: Vector, other: Vector): number => one[0] * other[0] + one[1] * other[1] + one[2] * other[2];

/** Place of a direction in the picture of a camera, in half widths and half heights, by its axes in the room. */
function placeOf(seen: Vector, pan: number, tilt: number, zoom: number): readonly [x: number, y: number] {
  const half = Math.tan(30 * degree) / magnificationAt(lens, zoom);
  const ahead = dot(seen, vectorOf(pan, tilt));
  return [
    dot(seen, vectorOf(pan + 90, 0)) / ahead / half,
    (dot(seen, vectorOf(pan, tilt + 90)) / ahead / half) * lens.aspect,
  ];
}

const near = (one: number, other: number): boolean => Math.abs(one - other) < 1e-6;
const number = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });

optics('bring each point of a lens picture into its middle, wherever the head looks', () => {
  fc.assert(
    fc.property(
      number(-170, 170),
      number(-89, 89),
      number(0, 1),
      number(-1, 1),
      number(-1, 1),
      (pan, tilt, zoom, x, y) => {
        const there = directionOf(lens, { pan, tilt }, zoom, x, y);
        const [seenX, seenY] = placeOf(vectorOf(there.pan, there.tilt), pan, tilt, zoom);
        assert.ok(near(seenX, x) && near(seenY, y), `${seenX} ${seenY} instead of ${x} ${y}`);
      },
    ),
  );
});

optics('turn by half the field of view for the edge of the picture', () => {
  const rows: readonly [HeadOptics, number, number, number, number, number][] = [
    [lens, 0, 1, 0, 30, 0],
    [lens, 0, 0, 1, 0, Math.atan(Math.tan(30 * degree) / lens.aspect) / degree],
    [lens, 1, -1, 0, -Math.atan(Math.tan(30 * degree) / 8) / degree, 0],
    [flat, 0, 1, 1, 30, 30 / lens.aspect],
    [flat, 1, 1, -1, 30 / 8, -30 / 8 / lens.aspect],
    [flat, 0, 0, 0, 0, 0],
  ];
  for (const [how, zoom, x, y, pan, tilt] of rows) {
    const there = directionOf(how, { pan: 0, tilt: 0 }, zoom, x, y);
    assert.ok(near(there.pan, pan) && near(there.tilt, tilt), `${JSON.stringify(there)} instead of ${pan} ${tilt}`);
  }
});

optics('magnify evenly, or along the curve of the lens', () => {
  assert.equal(
    [0, 0.5, 1].map((zoom) => magnificationAt(lens, zoom)),
    [1, 4.5, 8],
  );
  const curved = { ...lens, curve: [1, 2, 4, 8] };
  assert.equal(
    [0, 1 / 3, 0.5, 1, 2].map((zoom) => magnificationAt(curved, zoom)),
    [1, 2, 3, 8, 8],
  );
});

optics.run();
