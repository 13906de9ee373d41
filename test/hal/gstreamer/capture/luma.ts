import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { CameraFact } from '../../../../hal/boards/facts/camera.ts';
import { virtual } from '../../../../hal/boards/virtual.ts';
import { meanLuma } from '../../../../hal/gstreamer/capture/luma.ts';
import { createMediaEngine } from '../../../../hal/gstreamer/media-engine.ts';
import { HalError } from '../../../../hal/ports/hal-error.ts';
import {
  type MediaEngine,
  type MediaEngineEvent,
  noMasks,
  type VideoSourceState,
} from '../../../../hal/ports/media-engine.ts';
import { until } from '../../../until.ts';
import { mediaState, subEncoder } from '../../running-engine.ts';

const room = suite('luma of a camera');
const folder = mkdtempSync(join(tmpdir(), 'vedette-luma-'));
const marker = join(folder, 'unplugged');
const id = 'VideoSource1';
const source: VideoSourceState = { id, width: 640, height: 360, frameRate: 30, masks: noMasks };
/** Fixed exposure, since automatic exposure would compensate the light. */
const fixed = { modes: { exposure: 'MANUAL' }, levels: { exposureTime: 10_000, exposureGain: 0 } } as const;

process.env.VEDETTE_UNPLUGGED = marker;

async function engineOf(
  camera: CameraFact,
  onEvent: (event: MediaEngineEvent) => void = () => undefined,
): Promise<MediaEngine> {
  const board = { ...virtual, sources: virtual.sources.map((one) => ({ ...one, camera })) };
  const engine = createMediaEngine({ board, log: pino({ level: 'silent' }), onEvent });
  await engine.apply(mediaState([subEncoder], { sources: [source] }));
  return engine;
}

async function kindOf(reading: Promise<number>): Promise<string> {
  return reading.then(
    () => 'measured',
    (error: unknown) => (error instanceof HalError ? error.kind : String(error)),
  );
}

async function shine(engine: MediaEngine, visible: number): Promise<void> {
  const state = { ...source, settings: fixed, light: { visible, infrared: 0 } };
  await engine.apply(mediaState([subEncoder], { sources: [state] }));
}

/** Reading within a range, which the light reaches some frames later. */
async function reads(engine: MediaEngine, holds: (luma: number) => boolean): Promise<number> {
  const end = performance.now() + 10_000;
  for (;;) {
    const luma = await engine.luma(id);
    if (holds(luma)) return luma;
    if (performance.now() > end) throw new Error(`the last reading is ${luma}`);
  }
}

/** Still picture of a JPEG camera, with full range levels. */
function clipOf(color: string): CameraFact {
  const path = join(folder, `${color}.mjpeg`);
  const input = ['-f', 'lavfi', '-i', `color=${color}:size=640x360:rate=30:duration=1`];
  const made = spawnSync('ffmpeg', ['-v', 'error', '-y', ...input, '-pix_fmt', 'yuvj420p', '-q:v', '2', path]);
  if (made.status !== 0) throw new Error(made.stderr.toString());
  return { driver: 'encoded-file', codec: 'JPEG', path };
}

room.after.each(() => rmSync(marker, { force: true }));
room.after(() => rmSync(folder, { recursive: true }));

room('is weighted by colour, from black to white', () => {
  assert.is(meanLuma(Uint8Array.of(0, 0, 0)), 0);
  assert.is(meanLuma(Uint8Array.of(255, 255, 255)), 1);
  assert.ok(Math.abs((meanLuma(Uint8Array.of(255, 0, 0, 0, 0, 0)) ?? 0) - 0.1495) < 1e-6);
});

room('leaves out what privacy masks cover', () => {
  assert.is(meanLuma(Uint8Array.of(255, 255, 255, 0, 0, 0), Uint8Array.of(0, 1)), 1);
  assert.is(meanLuma(Uint8Array.of(255, 255, 255), Uint8Array.of(1)), undefined);
});

room('distinguishes a dark scene from a bright one, without a stream', async () => {
  const engine = await engineOf({ driver: 'virtual' });
  await shine(engine, 500);
  const usual = await reads(engine, (luma) => luma > 0.3 && luma < 0.7);
  await shine(engine, 5);
  const dark = await reads(engine, (luma) => luma < usual / 2);
  assert.ok(dark >= 0, `${dark}`);
  await shine(engine, 2000);
  const bright = await reads(engine, (luma) => luma > usual + 0.1);
  assert.ok(bright <= 1, `${bright}`);
  await engine.stop();
});

for (const [color, low, high] of [
  ['white', 0.97, 1],
  ['gray', 0.48, 0.53],
  ['black', 0, 0.02],
] as const)
  room(`a JPEG camera that sees ${color} has a luma of ${low} to ${high}`, async () => {
    const engine = await engineOf(clipOf(color));
    const luma = await engine.luma(id);
    assert.ok(luma >= low && luma <= high, `${luma}`);
    await engine.stop();
  });

room('refuses an unknown source, and too many calls', async () => {
  const engine = await engineOf({ driver: 'virtual' });
  assert.is(await kindOf(engine.luma('VideoSource9')), 'gone');
  const many = await Promise.all(Array.from({ length: 12 }, () => kindOf(engine.luma(id))));
  assert.is(many.filter((outcome) => outcome === 'measured').length, 8);
  assert.is(many.filter((outcome) => outcome === 'busy').length, 4);
  const waiting = kindOf(engine.luma(id));
  await engine.stop();
  assert.is(await waiting, 'gone', 'who waits is told');
  assert.is(await kindOf(engine.luma(id)), 'gone');
});

room('does not measure the NO SIGNAL picture', async () => {
  const events: MediaEngineEvent[] = [];
  writeFileSync(marker, '');
  const engine = await engineOf({ driver: 'virtual' }, (event) => events.push(event));
  assert.is(await kindOf(engine.luma(id)), 'gone');
  // A stream shows the NO SIGNAL picture meanwhile.
  await engine.stream(subEncoder.id)?.describe();
  assert.is(await kindOf(engine.luma(id)), 'gone');
  rmSync(marker);
  await until(() => events.some((event) => event.kind === 'signal' && !event.lost), 'its return');
  assert.ok((await engine.luma(id)) > 0.1);
  await engine.stop();
});

room.run();
