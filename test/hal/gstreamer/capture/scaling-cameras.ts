import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { virtual } from '../../../../hal/boards/virtual.ts';
import { createMediaEngine } from '../../../../hal/gstreamer/media-engine.ts';
import type { MediaEngine, MediaEngineEvent } from '../../../../hal/ports/media-engine.ts';
import { until } from '../../../until.ts';
import { decodedSnapshot } from '../../decoded-snapshot.ts';
import { mainEncoder, mediaState, streamOf } from '../../running-engine.ts';
import { differenceOf } from '../../windowed-picture.ts';

const scaling = suite('window of other pictures');
const heads = [{ id: 'PTZ1', digital: { magnification: 8 } }];
const folder = mkdtempSync(join(tmpdir(), 'vedette-window-'));
const marker = join(folder, 'unplugged');
const window = { x: 0.25, y: 0.3, width: 0.25, height: 0.25 };
const whole = { x: 0, y: 0, width: 1, height: 1 };
const [source] = mediaState([]).sources;
const log = pino({ level: 'silent' });
let engine: MediaEngine | undefined;

process.env.VEDETTE_UNPLUGGED = marker;

scaling.after.each(() => engine?.stop());
scaling.after(() => rmSync(folder, { recursive: true }));

scaling('is cut from the decoded pictures of a camera that encodes, also for a stream of its codec', async () => {
  const path = join(folder, 'bars.mjpeg');
  const bars = ['-f', 'lavfi', '-i', 'smptehdbars=size=1280x720:rate=30:duration=1', '-c:v', 'mjpeg', '-q:v', '2'];
  const { status, stderr } = spawnSync('ffmpeg', ['-v', 'error', ...bars, '-pix_fmt', 'yuvj420p', path]);
  assert.is(status, 0, stderr.toString());
  const camera = { driver: 'encoded-file', codec: 'JPEG', path } as const;
  const sources = virtual.sources.map((one) => ({ ...one, camera }));
  const jpeg = { ...mainEncoder, codec: 'JPEG', profile: undefined } as const;
  engine = createMediaEngine({ board: { ...virtual, sources, heads }, log });
  await engine.apply(mediaState([jpeg]));
  const before = await decodedSnapshot(engine, jpeg);
  if (source !== undefined) engine.applySource({ ...source, crop: window });
  const after = await decodedSnapshot(engine, jpeg);
  assert.ok(differenceOf(after, before, window) < 4.7, `${differenceOf(after, before, window)}`);
  assert.ok(differenceOf(after, before, whole) > 10);
  const description = await streamOf(engine, jpeg.id).describe();
  assert.equal([description.encodingName, description.width], ['JPEG', 1280]);
});

scaling('does not cut the NO SIGNAL picture', async () => {
  const events: MediaEngineEvent[] = [];
  engine = createMediaEngine({ board: { ...virtual, heads }, log, onEvent: (event) => events.push(event) });
  await engine.apply(mediaState([mainEncoder]));
  const scene = await decodedSnapshot(engine, mainEncoder);
  writeFileSync(marker, '');
  await until(() => events.some((event) => event.kind === 'signal' && event.lost), 'the loss');
  const before = await decodedSnapshot(engine, mainEncoder);
  if (source !== undefined) engine.applySource({ ...source, crop: window });
  const after = await decodedSnapshot(engine, mainEncoder);
  assert.ok(differenceOf(before, scene, whole) > 10, 'it is another picture');
  assert.ok(differenceOf(after, before, whole) < 2, `${differenceOf(after, before, whole)}`);
});

scaling.run();
