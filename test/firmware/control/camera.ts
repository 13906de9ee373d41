// time limit: 150 s
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { until } from '../../until.ts';
import { mediaPidOf } from '../media-process-of.ts';
import { type Camera, cameraProgram, startCamera } from '../running-camera.ts';
import { soap } from '../soap-client.ts';
import { decodes } from '../stream-players.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const camera = suite('camera');
const run = promisify(execFile);
const data = temporaryFolder();
const getTime = '<tds:GetSystemDateAndTime/>';
let one: Camera;

camera.before(async () => {
  // Its time for a clean end is that of a slow machine: here only the end counts.
  one = await startCamera([], { VEDETTE_SLOW: '5' }, data);
});

camera.after(async () => {
  await one.stop();
});

camera('prints one line of JSON', () => {
  assert.equal(Object.keys(one.summary).sort(), ['admin', 'mediaPid', 'onvif', 'pid', 'rtsp', 'snapshot']);
  assert.is(one.summary.rtsp.length, 2);
  assert.is(one.output().trim().split('\n').length, 1);
});

camera('runs beside another one, and refuses settings and ports that are in use', async () => {
  const two = await startCamera([]);
  try {
    await Promise.all([decodes(one, 5), decodes(two, 5)]);
  } finally {
    await two.stop();
  }
  const { port } = new URL(one.summary.onvif);
  const rtspPort = new URL(one.summary.rtsp[0] ?? '').port;
  const base = ['--address', '127.0.0.1', '--json'];
  const attempts: readonly (readonly [RegExp, string[]])[] = [
    [/another --data folder/, ['--data', data, '--http-port', '0', '--rtsp-port', '0']],
    [/--http-port/, ['--data', temporaryFolder(), '--http-port', port, '--rtsp-port', '0']],
    [/--rtsp-port/, ['--data', temporaryFolder(), '--http-port', '0', '--rtsp-port', rtspPort]],
  ];
  for (const [message, words] of attempts) {
    const child = spawn(process.execPath, [cameraProgram, ...base, ...words], { stdio: ['ignore', 'ignore', 'pipe'] });
    let told = '';
    child.stderr.on('data', (chunk: Buffer) => {
      told += chunk.toString();
    });
    const [code] = (await once(child, 'exit')) as [number];
    assert.is(code, 1);
    assert.match(told, message);
  }
});

camera('comes back by itself after SystemReboot, under the same pid', async () => {
  const { status } = await soap(one.summary.onvif, '<tds:SystemReboot/>', [one.admin, one.password]);
  assert.is(status, 200);
  await until(() => mediaPidOf(one.summary.pid) !== one.summary.mediaPid, 'the end of the first life');
  await until(async () => (await soap(one.summary.onvif, getTime)).status === 200, 'the second life');
  assert.is(one.exitCode(), null);
});

camera('ends clean on SIGTERM', async () => {
  assert.is(await one.stop(), 0);
});

camera('in setup state answers who it is, refuses the rest, and takes its first administrator', async () => {
  const one = await startCamera([], { VEDETTE_ADMIN: '', VEDETTE_ADMIN_PASSWORD: '' });
  try {
    const ask = async (message: string): Promise<number> => (await soap(one.summary.onvif, message)).status;
    assert.is(await ask('<tds:GetDeviceInformation/>'), 200);
    assert.is(await ask(getTime), 200);
    assert.is(await ask('<tds:GetUsers/>'), 401);
    await run('ffprobe', ['-v', 'error', one.summary.rtsp[0] ?? ''], { timeout: 20_000 }).then(
      () => assert.unreachable('RTSP plays in setup state'),
      (error: { stderr: string }) => assert.match(error.stderr, '401'),
    );
    const user = `<tt:Username>${one.admin}</tt:Username><tt:Password>${one.password}</tt:Password>`;
    assert.is(
      await ask(`<tds:CreateUsers><tds:User>${user}<tt:UserLevel>User</tt:UserLevel></tds:User></tds:CreateUsers>`),
      400,
    );
    assert.is(
      await ask(
        `<tds:CreateUsers><tds:User>${user}<tt:UserLevel>Administrator</tt:UserLevel></tds:User></tds:CreateUsers>`,
      ),
      200,
    );
    assert.is(await ask('<tds:GetDeviceInformation/>'), 401);
    await decodes(one, 1);
  } finally {
    await one.stop();
  }
});

camera.run();
