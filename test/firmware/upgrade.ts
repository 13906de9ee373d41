// time limit: 180 s
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { bundle, maker } from '../hal/update/bundles.ts';
import { authorization } from '../services/auth/digest-client.ts';
import { until } from '../until.ts';
import { mediaPidOf } from './media-process-of.ts';
import { type Camera, startCamera } from './running-camera.ts';
import { type SoapReply, soap } from './soap-client.ts';

const upgrade = suite('upgrade of a running camera');
const keys = mkdtempSync(join(tmpdir(), 'vedette-keys-'));
let camera: Camera;

upgrade.before(async () => {
  writeFileSync(join(keys, 'maker.pem'), maker.publicKey.export({ type: 'spki', format: 'pem' }));
  camera = await startCamera([], { VEDETTE_UPDATE_KEYS: keys });
});

upgrade.after(async () => {
  await camera.stop();
  rmSync(keys, { recursive: true });
});

function ask(message: string, user: readonly [string, string] = [camera.admin, camera.password]): Promise<SoapReply> {
  return soap(camera.summary.onvif, message, user);
}

async function version(): Promise<string> {
  const { text } = await ask('<tds:GetDeviceInformation/>');
  return /FirmwareVersion>([^<]*)</.exec(text)?.[1] ?? '';
}

async function place(): Promise<string> {
  const { status, text } = await ask('<tds:StartFirmwareUpgrade/>');
  assert.is(status, 200, text);
  assert.match(text, 'ExpectedDownTime>PT10S<');
  return /UploadUri>([^<]*)</.exec(text)?.[1] ?? '';
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Posts a file as curl does: the first request without a login and body, the second with the digest that it asks for. */
async function upload(
  url: string,
  body: Buffer,
  [username, password]: readonly [string, string] = [camera.admin, camera.password],
): Promise<Answer> {
  const type = { 'Content-Type': 'application/octet-stream' };
  const challenge = (await fetch(url, { method: 'POST', headers: type })).headers.get('www-authenticate') ?? '';
  const value = (name: string): string => new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1] ?? '';
  const algorithm = /algorithm=SHA-256/.test(challenge.split(/, *Digest/)[0] ?? '') ? 'SHA-256' : 'MD5';
  const login = { username, password, realm: value('realm'), nonce: value('nonce'), method: 'POST', nc: '00000001' };
  const Authorization = authorization({ ...login, uri: new URL(url).pathname, algorithm });
  const reply = await fetch(url, { method: 'POST', headers: { ...type, Authorization }, body });
  return { status: reply.status, text: await reply.text() };
}

/** Waits for the end of one life and the begin of the next. */
async function restarted(mediaPid: number | undefined): Promise<void> {
  await until(() => mediaPidOf(camera.summary.pid) !== mediaPid, 'the end of the present life');
  const time = '<tds:GetSystemDateAndTime/>';
  await until(async () => (await soap(camera.summary.onvif, time).catch(() => undefined))?.status === 200, 'the next');
}

/** A version on trial refuses the next upgrade, so that an accepted one proves that it was kept. */
const isKept = async (): Promise<boolean> =>
  (await upload(await place(), bundle('damaged', { sha256: '0'.repeat(64), version: '99.0.0' }))).status === 415;

upgrade('is offered by its capability, the older one too', async () => {
  assert.match((await ask('<tds:GetServiceCapabilities/>')).text, 'HttpFirmwareUpgrade="true"');
  const older = await ask('<tds:GetCapabilities><tds:Category>Device</tds:Category></tds:GetCapabilities>');
  assert.match(older.text, 'FirmwareUpgrade>true<');
});

upgrade('takes no file without a place, without a login, and from an operator', async () => {
  const url = await place();
  assert.is((await fetch(url, { method: 'POST', body: bundle('x') })).status, 401);
  assert.is((await upload(url.replace(/[^/]*$/, 'elsewhere'), bundle('x'))).status, 404);
  const user =
    '<tt:Username>operator</tt:Username><tt:Password>Secret-12345</tt:Password><tt:UserLevel>Operator</tt:UserLevel>';
  await ask(`<tds:CreateUsers><tds:User>${user}</tds:User></tds:CreateUsers>`);
  assert.is((await upload(url, bundle('x'), ['operator', 'Secret-12345'])).status, 403);
});

upgrade('answers 415 to a wrong file, says why, and does not restart', async () => {
  const [mediaPid, before] = [mediaPidOf(camera.summary.pid), await version()];
  const wrong = [
    Buffer.from('no firmware'),
    bundle('x', { compatible: 'vedette-other' }),
    bundle('x', { version: '0.0.1' }),
  ];
  const texts: string[] = [];
  for (const file of [...wrong, bundle('cut').subarray(0, -1)]) {
    const { status, text } = await upload(await place(), file);
    assert.is(status, 415, text);
    texts.push(text);
  }
  assert.match(texts.join(''), /no update of this product.*for vedette-other.*older than.*has 2 of 3 bytes/s);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  assert.is(mediaPidOf(camera.summary.pid), mediaPid);
  assert.is(await version(), before);
});

upgrade('by HTTP restarts the camera into the new version, with users and settings as they were', async () => {
  const mediaPid = mediaPidOf(camera.summary.pid);
  const { status, text } = await upload(await place(), bundle('firmware'.repeat(500_000), { version: '2.0.0' }));
  assert.is(status, 200, text);
  await restarted(mediaPid);
  assert.is(await version(), '2.0.0');
  assert.match((await ask('<tds:GetUsers/>')).text, 'operator');
  await until(isKept, 'the version finds itself good');
});

upgrade('by MTOM, as ODM asks for it, restarts the camera too, and a wrong file is InvalidFirmware', async () => {
  const mediaPid = mediaPidOf(camera.summary.pid);
  const message = (file: Buffer): string =>
    `<tds:UpgradeSystemFirmware><tds:Firmware>${file.toString('base64')}</tds:Firmware></tds:UpgradeSystemFirmware>`;
  assert.match((await ask(message(Buffer.from('no firmware')))).text, 'ter:InvalidFirmware');
  const { status, text } = await ask(message(bundle('firmware', { version: '3.0.0' })));
  assert.is(status, 200, text);
  assert.match(text, 'Version 3.0.0');
  await restarted(mediaPid);
  assert.is(await version(), '3.0.0');
});

upgrade.run();
