// time limit: 120 s
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { addon } from '../../../../hal/native/addon.ts';
import {
  type MediaEngine,
  noMasks,
  type SourceGeometry,
  type VideoSourceState,
} from '../../../../hal/ports/media-engine.ts';
import { until } from '../../../until.ts';
import { filter } from '../../access-units.ts';
import { mediaState, startEngine, subEncoder } from '../../running-engine.ts';

const room = suite('geometry of a picture');
const source: VideoSourceState = { id: 'VideoSource1', width: 640, height: 360, frameRate: 30, masks: noMasks };
const whole = { x: 0, y: 0, width: 640, height: 360 };
/** Squares into which a picture is averaged, so that a moving figure changes little. */
const grid = 24;
let engine: MediaEngine;

room.before(async () => {
  engine = await startEngine([subEncoder], { sources: [source] });
});
room.after(() => engine.stop());

interface Grey {
  readonly width: number;
  readonly height: number;
  readonly pixels: Buffer;
}

/** Decodes a JPEG as ffmpeg does, in grey. */
async function decoded(jpeg: Buffer, { width, height }: { width: number; height: number }): Promise<Grey> {
  const from = ['-v', 'error', '-f', 'mjpeg', '-i', 'pipe:0'];
  const pixels = await filter('ffmpeg', [...from, '-f', 'rawvideo', '-pix_fmt', 'gray', 'pipe:1'], jpeg);
  assert.is(pixels.length, width * height, 'the size of the picture');
  return { width, height, pixels };
}

type Point = readonly [x: number, y: number];

/** Means of a grid of cells, where each place of the grid (0..1) shows a place of the picture (0..1). */
function sampled({ width, height, pixels }: Grey, placeOf: (x: number, y: number) => Point): readonly number[] {
  const found: number[] = [];
  for (let row = 0; row < grid; row += 1) {
    for (let column = 0; column < grid; column += 1) {
      let sum = 0;
      for (let part = 0; part < 16; part += 1) {
        const [x, y] = placeOf(
          (column + ((part % 4) + 0.5) / 4) / grid,
          (row + (Math.floor(part / 4) + 0.5) / 4) / grid,
        );
        const [left, top] = [Math.floor(x * width), Math.floor(y * height)];
        sum += pixels[Math.min(height - 1, top) * width + Math.min(width - 1, left)] ?? 0;
      }
      found.push(sum / 16);
    }
  }
  return found;
}

function difference(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, value, index) => sum + Math.abs(value - (other[index] ?? 0)), 0) / one.length;
}

/** Place of the upright picture (0..1) that is seen at a place of a turned and mirrored one, after overlays of ONVIF Media. */
const placeOf: Readonly<Record<SourceGeometry['rotate'], (u: number, v: number) => Point>> = {
  0: (u, v) => [u, v],
  90: (u, v) => [v, 1 - u],
  180: (u, v) => [1 - u, 1 - v],
  270: (u, v) => [1 - v, u],
};

const turns = [0, 90, 180, 270] as const;
const orientations = turns.flatMap((rotate) => [false, true].map((mirror) => ({ rotate, mirror })));

function seen(orientation: Pick<SourceGeometry, 'rotate' | 'mirror'>, bounds = whole): (x: number, y: number) => Point {
  return (x, y) => {
    const [s, t] = placeOf[orientation.rotate](orientation.mirror ? 1 - x : x, y);
    return [(bounds.x + s * bounds.width) / whole.width, (bounds.y + t * bounds.height) / whole.height];
  };
}

/** A decoded snapshot with the geometry in force. */
async function picture(geometry: SourceGeometry | undefined): Promise<Grey> {
  const lying = geometry?.rotate === 90 || geometry?.rotate === 270;
  const { bounds } = geometry ?? { bounds: whole };
  const size = lying ? { width: bounds.height, height: bounds.width } : { width: bounds.width, height: bounds.height };
  const encoder = { ...subEncoder, ...size };
  const sources = [{ ...source, ...(geometry !== undefined && { geometry }) }];
  await engine.apply(mediaState([encoder], { sources }));
  await engine.stream(encoder.id)?.describe();
  // The pipeline of the time before the change is stopped: these frames are of the new one.
  for (let frame = 0; frame < 2; frame += 1) await new Promise((resolve) => addon.takeFrame(source.id, resolve));
  return decoded(await engine.snapshot(encoder.id), size);
}

const upright = (x: number, y: number): Point => [x, y];

for (const { rotate, mirror } of orientations) {
  // shows MED-04, MD2-04
  room(`turned by ${rotate} degrees${mirror ? ' and mirrored' : ''} is that and nothing else`, async () => {
    const before = await picture(undefined);
    const after = sampled(await picture({ bounds: whole, rotate, mirror }), upright);
    const distances = orientations.map((one) => difference(after, sampled(before, seen(one))));
    const [best] = orientations.toSorted(
      (one, other) => (distances[orientations.indexOf(one)] ?? 0) - (distances[orientations.indexOf(other)] ?? 0),
    );
    assert.equal(best, { rotate, mirror }, distances.map((value) => value.toFixed(1)).join(' '));
    assert.ok(Math.min(...distances) < 12, distances.join(' '));
  });
}

for (const { bounds, rotate, mirror } of [
  { bounds: { x: 40, y: 20, width: 480, height: 270 }, rotate: 0, mirror: false },
  { bounds: { x: 64, y: 128, width: 256, height: 144 }, rotate: 90, mirror: true },
] as const) {
  room(
    `cut to ${bounds.width}x${bounds.height} at ${bounds.x} ${bounds.y}, turned by ${rotate}, shows that part`,
    async () => {
      const before = await picture(undefined);
      const after = sampled(await picture({ bounds, rotate, mirror }), upright);
      const right = difference(after, sampled(before, seen({ rotate, mirror }, bounds)));
      const elsewhere = { ...bounds, x: whole.width - bounds.width, y: 0 };
      const wrong = difference(after, sampled(before, seen({ rotate, mirror }, elsewhere)));
      const uncut = difference(after, sampled(before, seen({ rotate, mirror })));
      assert.ok(right < 15 && right < wrong && right < uncut, `${right} ${wrong} ${uncut}`);
    },
  );
}

room('changes under a running stream, which goes on', async () => {
  const stream = engine.stream(subEncoder.id);
  for (const rotate of turns) await picture({ bounds: whole, rotate, mirror: false });
  await picture(undefined);
  assert.is(engine.stream(subEncoder.id), stream);
  await until(async () => (await engine.snapshot(subEncoder.id)).length > 0);
});

room.run();
