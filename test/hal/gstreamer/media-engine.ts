import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { CameraFact } from '../../../hal/boards/facts/camera.ts';
import { virtual } from '../../../hal/boards/virtual.ts';
import { createMediaEngine } from '../../../hal/gstreamer/media-engine.ts';
import { type MediaEngine, type MediaEngineEvent, noMasks } from '../../../hal/ports/media-engine.ts';
import { until } from '../../until.ts';
import { byteStream, filter, probeFrames } from '../access-units.ts';
import { distance } from '../rtp-packets.ts';
import { InterleavedReceiver, UdpReceiver } from '../rtp-receivers.ts';
import { mainEncoder, mediaState, startEngine, streamOf, subEncoder } from '../running-engine.ts';

const media = suite('media engine');
const folder = mkdtempSync(join(tmpdir(), 'vedette-media-'));
let engine: MediaEngine;

media.before.each(async () => {
  engine = await startEngine();
});

media.after.each(() => engine.stop());

media.after(() => rmSync(folder, { recursive: true }));

async function jpegSize(picture: Buffer): Promise<string> {
  const entries = ['-show_entries', 'stream=codec_name,width,height', '-of', 'csv=p=0'];
  return (await filter('ffprobe', ['-v', 'error', '-f', 'image2pipe', ...entries, '-i', 'pipe:0'], picture))
    .toString()
    .trim();
}

function kindOf(error: unknown): string {
  return error instanceof Error && 'kind' in error ? String(error.kind) : `not a HalError: ${error}`;
}

/** Clip of an encoding camera: 720p30 with a key frame every second. */
function makeClip(name: string): string {
  const path = join(folder, name);
  const source = ['-f', 'lavfi', '-i', 'testsrc2=size=1280x720:rate=30:duration=2'];
  const codec = ['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-g', '30', '-bf', '0'];
  const made = spawnSync('ffmpeg', ['-v', 'error', '-y', ...source, ...codec, '-pix_fmt', 'yuv420p', path]);
  if (made.status !== 0) throw new Error(made.stderr.toString());
  return path;
}

async function startCamera(camera: CameraFact, onEvent?: (event: MediaEngineEvent) => void): Promise<MediaEngine> {
  const sources = virtual.sources.map((source) => ({ ...source, camera }));
  const board = { ...virtual, sources };
  const started = createMediaEngine({ board, log: pino({ level: 'silent' }), ...(onEvent ? { onEvent } : {}) });
  await started.apply(mediaState([mainEncoder, subEncoder]));
  return started;
}

media('takes JPEG pictures at the resolution of each encoder', async () => {
  assert.is(await jpegSize(await engine.snapshot('VideoEncoder1')), 'mjpeg,1280,720');
  assert.is(await jpegSize(await engine.snapshot('VideoEncoder2')), 'mjpeg,640,360');
  await engine.apply(mediaState([{ ...mainEncoder, width: 800, height: 448 }]));
  assert.is(await jpegSize(await engine.snapshot('VideoEncoder1')), 'mjpeg,800,448');
});

media('refuses pictures of unknown encoders, and too many calls', async () => {
  assert.is(await engine.snapshot('VideoEncoder9').then(() => 'picture', kindOf), 'gone');
  const many = await Promise.all(
    Array.from({ length: 12 }, () => engine.snapshot('VideoEncoder1').then(() => 'picture', kindOf)),
  );
  assert.is(many.filter((outcome) => outcome === 'picture').length, 8);
  assert.is(many.filter((outcome) => outcome === 'busy').length, 4);
});

media('refuses a state with sources that the board lacks', async () => {
  const unknown = {
    ...mediaState([]),
    sources: [{ id: 'VideoSource9', width: 64, height: 64, frameRate: 1, masks: noMasks }],
  };
  assert.is(await engine.apply(unknown).then(() => 'applied', kindOf), 'gone');
  const noSource = mediaState([{ ...mainEncoder, source: 'VideoSource9' }]);
  assert.is(await engine.apply(noSource).then(() => 'applied', kindOf), 'gone');
});

media('transcodes a camera whose codec differs from the requested one', async () => {
  const camera = await startCamera({ driver: 'encoded-file', codec: 'H264', path: makeClip('other.h264') });
  const jpeg = { ...subEncoder, codec: 'JPEG', profile: undefined, frameRate: 10 } as const;
  await camera.apply(mediaState([mainEncoder, jpeg]));
  const receiver = await InterleavedReceiver.open(camera);
  const subscription = streamOf(camera, jpeg.id).subscribe(receiver.target);
  await subscription.play();
  subscription.start();
  const ends = (): readonly number[] => receiver.rtp.filter(({ marker }) => marker).map(({ time }) => time);
  await until(() => ends().length > 20, 'pictures');
  subscription.close();
  const [first = 0, last = 0] = [ends()[5], ends()[20]];
  const rate = (15 * 90_000) / distance(first, last, 32);
  assert.ok(Math.abs(rate - 10) < 1, `${rate} pictures per second`);
  receiver.close();
  await camera.stop();
});

for (const name of ['clip.h264', 'clip.mp4'])
  media(`sends ${name} unchanged in real time and endlessly, from its last key frame on`, async () => {
    const camera = await startCamera({ driver: 'encoded-file', codec: 'H264', path: makeClip(name) });
    const receiver = await InterleavedReceiver.open(camera);
    const subscription = streamOf(camera, 'VideoEncoder1').subscribe(receiver.target);
    await subscription.play();
    subscription.start();
    const started = performance.now();
    const pictures = (): number => receiver.rtp.filter((packet) => packet.marker).length;
    await until(() => pictures() >= 100, 'more pictures than the clip has');
    assert.ok(performance.now() - started > 2000, 'not faster than the camera');
    subscription.close();
    const end = receiver.rtp.findLastIndex((packet) => packet.marker) + 1;
    const frames = await probeFrames(byteStream(receiver.rtp.slice(0, end)));
    assert.ok(frames.length >= 100);
    assert.ok(frames[0]?.key);
    assert.ok(frames.every((frame) => frame.width === 1280 && frame.height === 720));
    assert.is(await jpegSize(await camera.snapshot('VideoEncoder2')), 'mjpeg,640,360');
    receiver.close();
    await camera.stop();
  });

media('reports a camera that does not start, and retries until it does', async () => {
  const events: MediaEngineEvent[] = [];
  const path = join(folder, 'late.h264');
  const camera = await startCamera({ driver: 'encoded-file', codec: 'H264', path }, (event) => events.push(event));
  const stream = streamOf(camera, 'VideoEncoder1');
  const receiver = await UdpReceiver.open();
  const pair = camera.openUdpPair({ family: 'IPv4', address: '127.0.0.1', rtpPort: 0, onRtcp: () => undefined });
  const subscription = stream.subscribe(receiver.target(pair));
  assert.is(await subscription.play().then(() => 'played', kindOf), 'gone');
  await until(() => events.filter((event) => event.kind === 'pipeline-failed').length >= 2, 'a second failure');
  const failed = events.find((event) => event.kind === 'pipeline-failed');
  assert.is(failed?.id, 'VideoSource1');
  makeClip('late.h264');
  await until(() => events.some((event) => event.kind === 'pipeline-recovered'), 'recovery');
  await subscription.play();
  subscription.close();
  pair.close();
  receiver.close();
  await camera.stop();
});

media.run();
