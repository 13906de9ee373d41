// time limit: 180 s
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { addon } from '../../../../hal/native/addon.ts';
import type { CameraPose, MediaEngine, VideoSourceState } from '../../../../hal/ports/media-engine.ts';
import { noMasks } from '../../../../hal/ports/media-engine.ts';
import { mediaState, startEngine, subEncoder } from '../../running-engine.ts';

const room = suite('privacy masks of a camera on motors');
const [width, height] = [1280, 720];
const id = 'VideoSource1';
/** A purple house of the drawn street, degrees. */
const house = { left: 14.9, right: 18.9, top: 11.1, bottom: -5.2 };
const settings = { modes: { exposure: 'MANUAL' }, levels: { exposureTime: 10_000, exposureGain: 0 } } as const;
const corners = [
  [house.left, house.top],
  [house.right, house.top],
  [house.right, house.bottom],
  [house.left, house.bottom],
] as const;
const masks = `[('Color', true, false, 16.0, 128.0, 128.0, [${corners.map(([x, y]) => `(${x}, ${y})`).join(', ')}])]`;
let engine: MediaEngine;
let told = 0;

room.before(async () => {
  engine = await startEngine([subEncoder]);
});
room.after(() => engine.stop());

/** Where the camera looks; `reach` degrees to both sides while it moves. */
function poseAt(pan: number, reach: number): CameraPose {
  told += 1;
  return {
    ...{ known: true, moving: reach > 0, projection: 'flat', aspect: 16 / 9, told },
    pan: { min: pan - reach, max: pan + reach },
    tilt: { min: 0, max: 0 },
    fieldOfView: { min: 60, max: 60 },
  } as const;
}

function sourceAt(pan: number, more: Partial<VideoSourceState>): VideoSourceState {
  const [source] = mediaState([]).sources;
  if (source === undefined) throw new Error('no source');
  return { ...source, settings, view: { pan, tilt: 0, fieldOfView: 60 }, ...more };
}

function nextFrame(): Promise<Buffer> {
  return new Promise((resolve) => addon.takeFrame(id, (frame) => resolve(frame ?? Buffer.alloc(0))));
}

/** Samples of chroma that are as purple as the house. */
function purple(frame: Buffer): number {
  const [from, count] = [width * height, (width * height) / 4];
  let found = 0;
  for (let at = from; at < from + count; at += 1) {
    const [cb = 0, cr = 0] = [frame[at], frame[at + count]];
    if (cb > 146 && cr > 137 && cr < 149) found += 1;
  }
  return found;
}

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

room('hide the same part of the scene while the camera moves, in every frame', async () => {
  const stop = (await engine.stream(subEncoder.id)?.describe()) && addon;
  assert.ok(stop);
  engine.applySource(sourceAt(0, { masks: noMasks }));
  await nextFrame();
  await nextFrame();
  assert.ok(purple(await nextFrame()) > 2000, 'nothing to hide');
  engine.applySource(sourceAt(0, { masks, pose: poseAt(0, 0) }));
  assert.is(purple(await nextFrame()), 0);
  let over = false;
  const seen: number[] = [];
  const watching = (async () => {
    while (!over) seen.push(purple(await nextFrame()));
  })();
  const speed = 60;
  for (let step = 0; step < 75; step += 1) {
    const pan = 15 * Math.sin((step * 0.04 * speed) / 15);
    engine.applySource(sourceAt(pan, { masks, pose: poseAt(pan, speed / 10) }));
    await wait(40);
  }
  engine.applySource(sourceAt(10, { masks, pose: poseAt(10, 0) }));
  await wait(500);
  over = true;
  await watching;
  assert.ok(seen.length > 30, `${seen.length} frames`);
  assert.is(Math.max(...seen), 0, `frame ${seen.findIndex((count) => count > 0)} of ${seen.length}`);
  const [luma, middle] = [await nextFrame(), (height / 2) * width];
  assert.ok((luma[middle + 100] ?? 0) > 20, 'the rest of the picture is seen again');
});

room('cover everything when a camera that moves tells nothing, and where nobody knows where it looks', async () => {
  engine.applySource(sourceAt(0, { masks, pose: poseAt(0, 6) }));
  await wait(400);
  const silent = await nextFrame();
  assert.ok(silent.subarray(0, width * height).every((value) => value === 16));
  engine.applySource(sourceAt(0, { masks, pose: { ...poseAt(0, 0), known: false } }));
  await nextFrame();
  assert.ok((await nextFrame()).subarray(0, width * height).every((value) => value === 16));
});

room.run();
