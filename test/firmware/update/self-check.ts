// time limit: 180 s
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { checkStream } from '../../../firmware/update/play-check.ts';
import { digestSecrets } from '../../../services/auth/digest.ts';
import { type Camera, startCamera } from '../running-camera.ts';
import { soap } from '../soap-client.ts';

const checks = suite('check of the own streams');
let camera: Camera;

checks.before(async () => {
  camera = await startCamera([]);
});
checks.after(async () => {
  await camera.stop();
});

const why = (work: Promise<void>): Promise<string> => work.then(() => 'good', String);

/** Login of the administrator by his secret, as the device stores it. */
async function options(password: string, limit = 60_000): Promise<Parameters<typeof checkStream>[1]> {
  const login = [camera.admin, camera.password] as const;
  const { text } = await soap(camera.summary.onvif, '<tds:GetDeviceInformation/>', login);
  const realm = `Vedette ${/SerialNumber>([^<]*)</.exec(text)?.[1]}`;
  const user = {
    name: camera.admin,
    level: 'Administrator',
    ha1: digestSecrets(camera.admin, realm, password),
  } as const;
  return { address: '127.0.0.1', port: Number(new URL(camera.summary.rtsp[0] ?? '').port), user, limit };
}

checks('plays each profile until its first packet', async () => {
  const given = await options(camera.password);
  for (const url of camera.summary.rtsp)
    assert.is(await why(checkStream(new URL(url).pathname.slice(1), given)), 'good');
});

checks('tells a profile that is not there, and a login that is wrong', async () => {
  assert.match(await why(checkStream('Nothing', await options(camera.password))), /DESCRIBE .*Nothing with 404/);
  assert.match(await why(checkStream('Profile1', await options('wrong'))), /DESCRIBE .* with 401/);
});

checks('ends in time where nothing comes, and where the connection ends', async () => {
  let answer = (): void => undefined;
  const server = createServer({ allowHalfOpen: false }, (socket) => {
    socket.on('error', () => undefined);
    answer = () => socket.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const silent = { ...(await options('any', 200)), port: (server.address() as AddressInfo).port };
  assert.match(await why(checkStream('Profile1', silent)), 'profile Profile1 sends no RTP');
  const connection = once(server, 'connection');
  const waiting = why(checkStream('Profile1', { ...silent, limit: 60_000 }));
  await connection;
  answer();
  assert.match(await waiting, 'ends the connection of profile Profile1');
  server.close();
});

checks.run();
