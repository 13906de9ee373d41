// time limit: 150 s
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { filter } from '../hal/access-units.ts';
import type { Luma } from '../hal/patch.ts';
import { differenceOf } from '../hal/windowed-picture.ts';
import { authorization, challenged } from '../services/auth/digest-client.ts';
import { until } from '../until.ts';
import { type Camera, startCamera } from './running-camera.ts';
import { soap } from './soap-client.ts';
import { temporaryFolder } from './temporary-folder.ts';

const room = suite('digital head of a running camera');
let camera: Camera;

room.before(async () => {
  const file = join(temporaryFolder(), 'board.yaml');
  writeFileSync(file, 'axes: []\nheads:\n  - { id: PTZ1, digital: { magnification: 4 } }\n');
  camera = await startCamera(['--board-file', file]);
});
room.after(async () => {
  await camera.stop();
});

async function ask(
  name: string,
  inside = '',
  profile = '<tptz:ProfileToken>Profile1</tptz:ProfileToken>',
): Promise<string> {
  const message = `<tptz:${name}>${profile}${inside}</tptz:${name}>`;
  const address = camera.summary.onvif.replace('device_service', 'PTZ');
  const { status, text } = await soap(address, message, [camera.admin, camera.password]);
  assert.is(status, 200, text);
  return text;
}

async function moveTo(pan: number, tilt: number, zoom: number): Promise<string> {
  const place = `<tt:PanTilt x="${pan}" y="${tilt}"/><tt:Zoom x="${zoom}"/>`;
  await ask('AbsoluteMove', `<tptz:Position>${place}</tptz:Position>`);
  let status = '';
  await until(async () => {
    status = await ask('GetStatus');
    return !status.includes('MOVING');
  });
  return status;
}

/** Luma of a snapshot. */
async function picture(): Promise<Luma> {
  const url = new URL(camera.summary.snapshot[0] ?? '');
  const challenge = (await fetch(url)).headers.get('www-authenticate') ?? '';
  const [realm, nonce] = [challenged(challenge, 'realm'), challenged(challenge, 'nonce')];
  const login = { username: camera.admin, password: camera.password, realm, nonce };
  const sent = { ...login, uri: url.pathname + url.search, nc: '00000001' };
  const reply = await fetch(url, { headers: { authorization: authorization(sent) } });
  const jpeg = Buffer.from(await reply.arrayBuffer());
  const gray = ['-f', 'rawvideo', '-pix_fmt', 'gray', 'pipe:1'];
  const bytes = await filter('ffmpeg', ['-v', 'error', '-f', 'mjpeg', '-i', 'pipe:0', ...gray], jpeg);
  return { bytes, width: 1280, height: 720 };
}

room('is a node with pan, tilt and zoom', async () => {
  const nodes = await ask('GetNodes', '', '');
  assert.match(nodes, /<tptz:PTZNode token="PTZ1"/);
  assert.match(nodes, /ZoomSpaces\/PositionGenericSpace/);
  assert.match(nodes, /TranslationSpaceFov/);
});

room('shows the part of the picture that clients look at, and the whole again', async () => {
  const whole = await picture();
  // No figure of the scene moves in these parts.
  const parts = [
    { pan: 1, tilt: 0, window: { x: 0.75, y: 0.375, width: 0.25, height: 0.25 } },
    { pan: -1, tilt: 0, window: { x: 0, y: 0.375, width: 0.25, height: 0.25 } },
  ];
  for (const { pan, tilt, window } of parts) {
    const status = await moveTo(pan, tilt, 1);
    assert.match(status, new RegExp(`PanTilt x="${pan}" y="${tilt}"`));
    let difference = Number.NaN;
    // The media process has the last place a moment after the head.
    await until(async () => {
      difference = differenceOf(await picture(), whole, window);
      return difference < 6;
    }, `the part at ${pan}: ${difference}`);
  }
  await moveTo(0, 0, 0);
  await until(async () => differenceOf(await picture(), whole, { x: 0, y: 0, width: 1, height: 1 }) < 6);
});

room.run();
