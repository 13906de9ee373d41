import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Board } from '../../../../hal/boards/board.ts';
import { virtual } from '../../../../hal/boards/virtual.ts';
import { createMediaEngine } from '../../../../hal/gstreamer/media-engine.ts';
import { addon } from '../../../../hal/native/addon.ts';
import type {
  CropWindow,
  MediaEngine,
  MediaEngineEvent,
  VideoSourceState,
} from '../../../../hal/ports/media-engine.ts';
import { decodedSnapshot } from '../../decoded-snapshot.ts';
import { distinctness, findPatch, type Luma } from '../../patch.ts';
import { mainEncoder, mediaState, streamOf, subEncoder } from '../../running-engine.ts';
import { differenceOf, lumaAt } from '../../windowed-picture.ts';

const scaling = suite('window of a picture');
const board: Board = { ...virtual, heads: [{ id: 'PTZ1', digital: { magnification: 8 } }] };
const { width, height } = mainEncoder;
const jpeg = {
  ...subEncoder,
  id: 'VideoEncoder3',
  codec: 'JPEG',
  width: 320,
  height: 240,
  profile: undefined,
} as const;
const events: MediaEngineEvent[] = [];
let engine: MediaEngine;

/** Part of the drawn scene without motion, in steady light. */
const still: Omit<VideoSourceState, 'id' | 'width' | 'height' | 'frameRate' | 'masks'> = {
  view: { pan: 120, tilt: 5, fieldOfView: 60 },
  settings: { modes: { exposure: 'MANUAL' }, levels: { exposureTime: 10_000, exposureGain: 0 } },
};

scaling.before.each(async () => {
  events.length = 0;
  const onEvent = (event: MediaEngineEvent): unknown => events.push(event);
  engine = createMediaEngine({ board, log: pino({ level: 'silent' }), onEvent });
  await engine.apply(mediaState([mainEncoder, subEncoder, jpeg]));
});

scaling.after.each(() => engine.stop());

async function pictureOf(crop: CropWindow | undefined, encoder = mainEncoder): Promise<Luma> {
  const [source] = mediaState([]).sources;
  if (source === undefined) throw new Error('no camera');
  engine.applySource({ ...source, ...still, ...(crop && { crop }) });
  return decodedSnapshot(engine, encoder);
}

/** Place of the picture whose surroundings are like no others beside it. */
function mostDistinct(picture: Luma): readonly [number, number] {
  const places = Array.from(
    { length: 400 },
    (_, index) => [100 + (index % 25) * 44, 120 + Math.floor(index / 25) * 30] as const,
  );
  const rated = places.map((place) => ({ place, mark: distinctness(picture, place) }));
  const [best] = rated.sort((one, other) => other.mark - one.mark);
  assert.ok(best !== undefined && best.mark > 1, `nothing to recognize: ${best?.mark}`);
  return best?.place ?? [0, 0];
}

// No window reaches the clock above and the strip below, which are drawn into the picture of the camera.
const windows: readonly CropWindow[] = [
  { x: 0.5, y: 0.3, width: 0.5, height: 0.5 },
  { x: 0.1, y: 0.3, width: 0.5, height: 0.5 },
  { x: 0.6123, y: 0.4321, width: 0.2, height: 0.2 },
  { x: 0.7, y: 0.5, width: 0.125, height: 0.125 },
];

scaling('fills the picture of each encoder, at its place and size', async () => {
  const whole = await pictureOf(undefined);
  for (const window of windows) {
    const part = await pictureOf(window);
    assert.ok(differenceOf(part, whole, window) < 4.7, `${differenceOf(part, whole, window)}`);
    const small = await pictureOf(window, subEncoder);
    assert.ok(differenceOf(small, whole, window) < 5.8, `${differenceOf(small, whole, window)}`);
  }
  const [first, second] = windows;
  if (first === undefined || second === undefined) throw new Error('no windows');
  assert.ok(differenceOf(await pictureOf(first), whole, second) > 10, 'another window shows another part');
  assert.ok(differenceOf(await pictureOf(undefined), whole, { x: 0, y: 0, width: 1, height: 1 }) < 1);
});

scaling('moves by less than a pixel of the camera, so that a pan is smooth', async () => {
  const size = { y: 0.4, width: 0.125, height: 0.125 };
  const before = await pictureOf({ ...size, x: 0.6 });
  const [x, y] = mostDistinct(before);
  for (const pixels of [0.25, 0.5, 1, 1.5]) {
    const after = await pictureOf({ ...size, x: 0.6 + pixels / width });
    // A pixel of the camera is eight pixels of the picture.
    const found = findPatch(before, [x, y], after, [Math.round(x - 8 * pixels), y]);
    assert.ok(Math.abs(found.x - (x - 8 * pixels)) <= 1, `${pixels}: ${found.x} after ${x}`);
  }
});

scaling('keeps the shape of what it shows in a picture of another shape', async () => {
  const window = { x: 0.5, y: 0.3, width: 0.5, height: 0.5 };
  const picture = await pictureOf(window, jpeg);
  // 320 by 180 pixels between black borders.
  assert.ok(lumaAt(picture, 160, 15) < 20 && lumaAt(picture, 160, 225) < 20, 'borders above and below');
  const shown = { bytes: picture.bytes.subarray(30 * 320, 210 * 320), width: 320, height: 180 };
  const whole = await pictureOf(undefined);
  assert.ok(differenceOf(shown, whole, window) < 5);
});

scaling('is what the meter of the mean luma sees', async () => {
  const whole = await pictureOf(undefined);
  for (const window of windows.slice(0, 2)) {
    const part = await pictureOf(window);
    const mean = part.bytes.reduce((sum, value) => sum + value, 0) / part.bytes.length;
    const measured = (await engine.luma('VideoSource1')) * 255;
    const mistake = Math.abs(measured - mean);
    assert.ok(mistake < 6, `${measured} measured, ${mean} seen`);
  }
  assert.is(whole.bytes.length, width * height);
});

scaling('changes 25 times a second in a stream that goes on', async () => {
  const stream = streamOf(engine, mainEncoder.id);
  const description = await stream.describe();
  const [source] = mediaState([]).sources;
  assert.ok(source);
  const started = addon.progress('VideoSource1');
  for (let count = 0; count < 50 && source !== undefined; count += 1) {
    const size = 1 - count / 60;
    engine.applySource({
      ...source,
      ...still,
      crop: { x: (1 - size) / 2, y: (1 - size) / 2, width: size, height: size },
    });
    await new Promise((resolve) => {
      addon.takeFrame('VideoSource1', resolve);
    });
  }
  assert.ok(addon.progress('VideoSource1') >= started + 50);
  assert.is(streamOf(engine, mainEncoder.id), stream);
  assert.equal(await stream.describe(), description);
  assert.equal(
    events.filter(({ kind }) => kind === 'pipeline-failed' || kind === 'signal').map(({ kind }) => kind),
    ['signal'],
    'its presence alone',
  );
});

scaling.run();
