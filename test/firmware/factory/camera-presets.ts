// time limit: 180 s
import { X509Certificate } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { makeCertificate } from '../../../firmware/tls/self-signed-certificate.ts';
import { type Camera, startCamera } from '../running-camera.ts';
import { soap } from '../soap-client.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const presets = suite('a camera with presets');
const pair = makeCertificate('factory', []);
const login = ['owner', 'factory-password-1'] as const;
const all = JSON.stringify({
  serial: 'VD-0001',
  label: { manufacturer: 'Example', model: 'One' },
  tls: pair,
  administrator: { name: login[0], password: login[1] },
  hostname: 'camera-7',
});

/** Starts a camera without an administrator of its command line. */
function start(data: string, options: readonly string[] = []): Promise<Camera> {
  return startCamera(options, { VEDETTE_ADMIN: undefined, VEDETTE_ADMIN_PASSWORD: undefined }, data);
}

async function ask(camera: Camera, message: string, user?: readonly [string, string]): Promise<string> {
  return (await soap(camera.summary.onvif, message, user)).text;
}

/** SHA-256 of the certificate that a port presents. */
function presented(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
      resolve(socket.getPeerX509Certificate()?.fingerprint256 ?? '');
      socket.destroy();
    });
    socket.once('error', reject);
  });
}

presets(
  'shows serial and label, presents the certificate, has the user and the name, and has erased the file',
  async () => {
    const data = temporaryFolder();
    const file = join(data, 'vedette.yaml');
    writeFileSync(file, all);
    const camera = await start(data, ['--https-port', '0']);
    try {
      assert.not.ok(existsSync(file));
      assert.is(camera.summary.admin, 'owner');
      const told = await ask(camera, '<tds:GetDeviceInformation/>', login);
      assert.match(told, /Manufacturer>Example<.*Model>One<.*SerialNumber>VD-0001</s);
      assert.match(await ask(camera, '<tds:GetScopes/>', login), 'onvif://www.onvif.org/serial/VD-0001');
      assert.match(await ask(camera, '<tds:GetHostname/>', login), 'Name>camera-7<');
      assert.is((await soap(camera.summary.onvif, '<tds:GetUsers/>')).status, 401);
      const https = Number(new URL(camera.summary.https ?? '').port);
      assert.is(await presented(https), new X509Certificate(pair.certificate).fingerprint256);
    } finally {
      await camera.stop();
    }
    const left = readdirSync(data, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    for (const { parentPath, name } of left)
      assert.not.match(readFileSync(join(parentPath, name), 'latin1'), login[1], `${name} has the password`);
  },
);

presets('starts without them where one is wrong or contradicts what it has, and says so; the file stays', async () => {
  const [data, folder] = [temporaryFolder(), temporaryFolder()];
  const file = join(folder, 'vedette.yaml');
  const from = async (text: string, look: (camera: Camera) => Promise<void>): Promise<void> => {
    writeFileSync(file, text);
    const camera = await start(data, ['--presets', folder]);
    await look(camera).finally(() => camera.stop());
  };
  const info = '<tds:GetDeviceInformation/>';
  await from('serial: "VD-0002"\nhostname: "?"\n', async (camera) => {
    assert.not.match(await ask(camera, info), 'VD-0002');
    assert.ok(existsSync(file));
  });
  await from('serial: "VD-0002"\nadministrator: { name: owner, password: factory-password-1 }\n', async (camera) => {
    assert.match(await ask(camera, info, login), 'VD-0002');
    assert.not.ok(existsSync(file));
  });
  // A power cut after the presets were stored leaves the file.
  await from('serial: "VD-0002"\nadministrator: { name: owner, password: factory-password-1 }\n', async (camera) => {
    assert.match(await ask(camera, info, login), 'VD-0002');
    assert.not.ok(existsSync(file));
  });
  await from('hostname: other\nserial: "VD-0003"\n', async (camera) => {
    assert.match(await ask(camera, info, login), 'VD-0002');
    assert.not.match(await ask(camera, '<tds:GetHostname/>', login), 'other');
    assert.ok(existsSync(file));
  });
  await from('hostname: other\nadministrator: { name: second, password: factory-password-2 }\n', async (camera) => {
    assert.not.match(await ask(camera, '<tds:GetUsers/>', login), 'second');
    assert.ok(existsSync(file));
  });
});

presets.run();
