// time limit: 240 s
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { virtual } from '../../../hal/boards/virtual.ts';
import { sceneView } from '../../../hal/head/scene-view.ts';
import type { MediaEngine } from '../../../hal/ports/media-engine.ts';
import { fewWhenSanitized } from '../../sanitized.ts';
import { decodedSnapshot } from '../decoded-snapshot.ts';
import { distinctness, findPatch, type Luma } from '../patch.ts';
import { mainEncoder, mediaState, startEngine } from '../running-engine.ts';
import { headUnderTest } from './head-under-test.ts';

const view = suite('moves by the field of view');
const { width, height } = mainEncoder;
/** Distance (pixels) of the compared squares from the edges: clear of the clock and the strip, which do not move. */
const margin = 70;
/** Corner of a roof of the drawn street, dark before the sky, far from its cars. */
const corner = { pan: 120, tilt: 10.97 };
const settings = { modes: { exposure: 'MANUAL' }, levels: { exposureTime: 10_000, exposureGain: 0 } } as const;
let engine: MediaEngine;

view.before(async () => {
  engine = await startEngine([mainEncoder]);
});
view.after(() => engine.stop());

type Place = readonly [x: number, y: number];

/** Pixel of a point of the picture, half widths and half heights from its middle. */
const pixelOf = ([x, y]: Place): Place => [Math.round((width / 2) * (1 + x)), Math.round((height / 2) * (1 - y))];

/** The pixel within the margins. */
function inside([x, y]: Place): Place {
  const within = (value: number, end: number): number => Math.min(end - margin, Math.max(margin, value));
  return [within(x, width), within(y, height)];
}

/** Points that are to be brought into the middle; the clock is in the upper left corner. */
const targets: readonly Place[] = fewWhenSanitized<Place>(
  [
    [1, 0],
    [-1, 0.2],
    [0.8, 1],
    [0.3, -1],
    [1, 1],
    [-0.45, -0.6],
  ],
  2,
);

async function turnableHead() {
  const { head, clock } = await headUnderTest(virtual.axes, virtual.heads?.[0]);
  const [source] = mediaState([]).sources;
  if (source === undefined) throw new Error('no camera');
  const pictureAt = async (position: {
    readonly pan: number;
    readonly tilt: number;
    readonly zoom?: number;
  }): Promise<Luma> => {
    const [end] = await Promise.all([head.moveTo(position), clock.pass(20_000)]);
    assert.is(end, 'arrived');
    engine.applySource({ ...source, settings, view: sceneView(head.facts, head.status.position) });
    return decodedSnapshot(engine, mainEncoder);
  };
  return { head, pictureAt };
}

for (const zoom of [0, 0.35, 1]) {
  // shows PTZ-22
  view(`bring each part of the picture into its middle at zoom ${zoom}`, async () => {
    const { head, pictureAt } = await turnableHead();
    const degrees = 60 / (1 + 7 * zoom) / width;
    for (const target of targets) {
      const [x, y] = pixelOf(target);
      const from = inside([x, y]);
      // The corner is to be seen at `from`.
      const pan = corner.pan - (from[0] - width / 2) * degrees;
      const tilt = corner.tilt + (from[1] - height / 2) * degrees;
      const before = await pictureAt({ pan, tilt, zoom });
      assert.ok(distinctness(before, from) > 1, `no corner at ${from}`);
      const there = head.byFieldOfView(...target);
      const after = await pictureAt(there ?? { pan: Number.NaN, tilt: Number.NaN });
      const to: Place = [width / 2 + from[0] - x, height / 2 + from[1] - y];
      const found = findPatch(before, from, after, to);
      const missed = Math.hypot(found.x - to[0], found.y - to[1]);
      const where = `${target}: found at ${found.x} ${found.y} instead of ${to}, differs by ${found.difference}`;
      assert.ok(missed <= 1.5 && found.difference < 5, where);
    }
  });
}

view.run();
