// time limit: 240 s
// VEDETTE_STARTS=20 node dist/test/firmware/overlays/first-frames.js looks at the first 100 frames of 20 starts of each kind.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { authorization, challenged } from '../../services/auth/digest-client.ts';
import { until } from '../../until.ts';
import { mediaPidOf } from '../media-process-of.ts';
import { type Camera, startCamera } from '../running-camera.ts';
import { soap } from '../soap-client.ts';
import { contrast, decodedJpeg, type Frame, firstFrames, type Part } from './decoded-frames.ts';

const room = suite('no frame without its privacy mask');
const folder = mkdtempSync(join(tmpdir(), 'vedette-masks-'));
const data = join(folder, 'data');
const marker = join(folder, 'unplugged');
/** What the mask hides; the scene has trees and a house there. */
const hidden: Part = { left: 0.1, top: 0.3, right: 0.9, bottom: 0.7 };
/** Contrast of one colour after H.264. */
const plain = 24;
const frames = 100;
/** Part with much to see that the mask does not hide; without contrast in the NO SIGNAL picture. */
const beside: Part = { left: 0, top: 0.1, right: 0.06, bottom: 0.95 };
/** Starts of each kind. */
const starts = Number(process.env.VEDETTE_STARTS ?? 1);
let one: Camera;

/** Repeats what one test does with a start, and says how often. */
async function eachStart(what: string, run: () => Promise<void>): Promise<void> {
  for (let count = 1; count <= starts; count += 1) {
    await run();
    if (starts > 1) process.stdout.write(`\n${count} of ${starts}: ${what}`);
  }
}

async function call(message: string): Promise<string> {
  const { status, text } = await soap(one.summary.onvif.replace('device_service', 'media2_service'), message, [
    one.admin,
    one.password,
  ]);
  assert.is(status, 200, text);
  return text;
}

const corners = [
  [-0.82, 0.42],
  [0.82, 0.42],
  [0.82, -0.42],
  [-0.82, -0.42],
] as const;

async function createMask(): Promise<string> {
  const points = corners.map(([x, y]) => `<tt:Point x="${x}" y="${y}"/>`).join('');
  const mask = `<tr2:ConfigurationToken>VideoSourceConfig1</tr2:ConfigurationToken><tr2:Polygon>${points}</tr2:Polygon>`;
  const color = '<tr2:Color X="180" Y="128" Z="128"/>';
  const text = await call(
    `<tr2:CreateMask><tr2:Mask>${mask}<tr2:Type>Color</tr2:Type>${color}<tr2:Enabled>true</tr2:Enabled></tr2:Mask></tr2:CreateMask>`,
  );
  return /Token>([^<]+)</.exec(text)?.[1] ?? '';
}

function start(): Promise<Camera> {
  return startCamera([], { VEDETTE_UNPLUGGED: marker }, data);
}

function assertHidden(shown: readonly Frame[], what: string): void {
  const bare = shown.findIndex((frame) => contrast(frame, hidden) > plain && contrast(frame, beside) > plain);
  assert.is(bare, -1, `${what}: frame ${bare} of ${shown.length}`);
}

async function snapshot(): Promise<Frame> {
  const url = new URL(one.summary.snapshot[1] ?? '');
  const challenge = (await fetch(url)).headers.get('www-authenticate') ?? '';
  const [realm, nonce] = [challenged(challenge, 'realm'), challenged(challenge, 'nonce')];
  const login = { username: one.admin, password: one.password, realm, nonce, uri: url.pathname, nc: '00000001' };
  const reply = await fetch(url, { headers: { authorization: authorization(login) } });
  assert.is(reply.status, 200);
  const path = join(folder, 'picture.jpg');
  writeFileSync(path, Buffer.from(await reply.arrayBuffer()));
  const frame = await decodedJpeg(path);
  if (frame === undefined) throw new Error('no picture');
  return frame;
}

room.before(async () => {
  one = await start();
});

room.after(async () => {
  await one.stop();
  rmSync(folder, { recursive: true });
});

// shows MD2-17
room('the scene shows before a mask is created, and in no frame after the answer', async () => {
  const [before] = await firstFrames(one, 1);
  assert.ok(
    before !== undefined && contrast(before, hidden) > 2 * plain && contrast(before, beside) > plain,
    'nothing to hide',
  );
  const watching = firstFrames(one, 200);
  await sleep(2000);
  await createMask();
  assertHidden(await firstFrames(one, frames), 'after CreateMask');
  assertHidden([(await watching).at(-1) ?? new Uint8Array()], 'in a stream that plays');
});

room('nor is there one after a start of the camera, a picture being the first request', async () => {
  await eachStart('start', async () => {
    await one.stop();
    one = await start();
    assertHidden([await snapshot()], 'snapshot');
    assertHidden(await firstFrames(one, frames), 'after a start');
  });
});

room('nor after the media process was killed', async () => {
  await eachStart('end of the media process', async () => {
    const media = mediaPidOf(one.summary.pid) ?? 0;
    process.kill(media, 'SIGKILL');
    await until(() => ![undefined, media].includes(mediaPidOf(one.summary.pid)), 'a new media process');
    let shown: readonly Frame[] = [];
    await until(async () => {
      shown = await firstFrames(one, frames).catch(() => []);
      return shown.length > 0;
    }, 'a new PLAY');
    assertHidden(shown, 'after the end of the media process');
  });
});

room('nor while the camera is unplugged and returns', async () => {
  await eachStart('loss of the camera', async () => {
    const watching = firstFrames(one, 2 * frames);
    await sleep(2000);
    writeFileSync(marker, '');
    await sleep(2500);
    rmSync(marker);
    const shown = await watching;
    assertHidden(shown, 'around a loss of the camera');
    assert.ok(
      shown.some((frame) => contrast(frame, hidden) > plain),
      'no NO SIGNAL picture',
    );
    assert.ok(contrast(shown.at(-1) ?? new Uint8Array(), beside) > plain, 'the camera did not return');
  });
});

room('and everything is covered while the stored masks cannot be read', async () => {
  await one.stop();
  const settings = join(data, 'settings');
  for (const name of readdirSync(settings).filter((each) => each.startsWith('masks')))
    writeFileSync(join(settings, name), 'no masks');
  one = await start();
  const whole = { left: 0, top: 0, right: 1, bottom: 1 };
  for (const frame of await firstFrames(one, 10)) assert.ok(contrast(frame, whole) <= plain);
  await createMask();
  const shown = (await firstFrames(one, 20)).at(-1) ?? new Uint8Array();
  assert.ok(contrast(shown, beside) > plain, 'a new mask ends it');
  assertHidden([shown], 'with the new mask');
});

room.run();
