// time limit: 200 s
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Camera, startCamera } from '../running-camera.ts';
import { soap } from '../soap-client.ts';

const tls = suite('TLS that is turned on over ONVIF');
const data = mkdtempSync(join(tmpdir(), 'vedette-camera-'));
tls.after(() => rmSync(data, { recursive: true, force: true }));

const security = 'xmlns:tas="http://www.onvif.org/ver10/advancedsecurity/wsdl"';

function ask(
  camera: Camera,
  url: string,
  message: string,
): Promise<{ readonly status: number; readonly text: string }> {
  return soap(url, message, [camera.admin, camera.password]);
}

async function assigned(camera: Camera): Promise<readonly string[]> {
  const url = new URL('/onvif/advancedsecurity_service', camera.summary.onvif).href;
  const { text } = await ask(camera, url, `<tas:GetAssignedServerCertificates ${security}/>`);
  return [...text.matchAll(/CertificationPathID>([^<]+)</g)].map(([, id = '']) => id);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

// shows SEC-20
tls(
  'a camera without TLS makes its certificate when HTTPS is turned on, and has the same one after a restart',
  async () => {
    const first = await startCamera([], {}, data);
    const port = await freePort();
    let before: readonly string[] = [];
    try {
      assert.equal(await assigned(first), []);
      const protocol = `<tt:Name>HTTPS</tt:Name><tt:Enabled>true</tt:Enabled><tt:Port>${port}</tt:Port>`;
      const message = `<tds:SetNetworkProtocols><tds:NetworkProtocols>${protocol}</tds:NetworkProtocols></tds:SetNetworkProtocols>`;
      const set = await ask(first, first.summary.onvif, message);
      assert.is(set.status, 200, set.text);
      before = await assigned(first);
      assert.is(before.length, 1);
      const time = await soap(`https://127.0.0.1:${port}/onvif/device_service`, '<tds:GetSystemDateAndTime/>');
      assert.is(time.status, 200);
    } finally {
      await first.stop();
    }
    assert.not.match(readFileSync(join(data, 'settings', 'keystore.json'), 'utf8'), 'made by the device');
    const second = await startCamera([], {}, data);
    try {
      assert.equal(await assigned(second), before);
      assert.is(new URL(second.summary.https ?? '').port, String(port));
    } finally {
      await second.stop();
    }
  },
);

async function setProtocol(camera: Camera, name: string, enabled: boolean, port: number): Promise<void> {
  const protocol = `<tt:Name>${name}</tt:Name><tt:Enabled>${enabled}</tt:Enabled><tt:Port>${port}</tt:Port>`;
  const message = `<tds:SetNetworkProtocols><tds:NetworkProtocols>${protocol}</tds:NetworkProtocols></tds:SetNetworkProtocols>`;
  const { status, text } = await ask(camera, camera.summary.onvif, message);
  assert.is(status, 200, text);
}

async function isServed(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/`).then(
    () => true,
    () => false,
  );
}

const getTime = '<tds:GetSystemDateAndTime/>';

// shows SEC-20
tls('a browser is sent to HTTPS where that is wanted, SOAP is answered, and HTTP can be turned off', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vedette-camera-'));
  const options = ['--https-redirect'];
  const first = await startCamera(options, {}, folder);
  const { port: http } = new URL(first.summary.onvif);
  const [https, page] = [await freePort(), `http://127.0.0.1:${http}/page/live?x=1`];
  try {
    const before = await fetch(page, { redirect: 'manual' });
    assert.is.not(before.status, 302);
    await setProtocol(first, 'HTTPS', true, https);
    const { status, headers } = await fetch(page, { redirect: 'manual' });
    assert.equal([status, headers.get('location')], [302, `https://127.0.0.1:${https}/page/live?x=1`]);
    assert.is((await soap(first.summary.onvif, getTime)).status, 200);
    assert.is((await fetch(page, { method: 'POST', redirect: 'manual' })).headers.get('location'), null);
    await setProtocol(first, 'HTTP', false, Number(http));
  } finally {
    await first.stop();
  }
  const second = await startCamera([...options, '--http-port', http], {}, folder);
  try {
    assert.is(new URL(second.summary.https ?? '').port, String(https));
    assert.is(await isServed(Number(http)), false);
    assert.is((await soap(`https://127.0.0.1:${https}/onvif/device_service`, getTime)).status, 200);
  } finally {
    await second.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

tls.run();
