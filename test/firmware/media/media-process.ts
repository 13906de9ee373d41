import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeFromMedia, type FromMedia } from '../../../firmware/link/channel.ts';
import { MediaProcess } from '../../../firmware/media/media-process.ts';
import { makeCertificate } from '../../../firmware/tls/self-signed-certificate.ts';
import { virtual } from '../../../hal/boards/virtual.ts';
import { digestSecrets } from '../../../services/auth/digest.ts';
import type { DesiredMedia } from '../../../services/plan/desired-media.ts';
import type { TlsPlan } from '../../../services/plan/tls-plan.ts';
import { mediaState, subEncoder } from '../../hal/running-engine.ts';
import { RtspClient } from '../../services/rtsp/rtsp-client.ts';
import { until } from '../../until.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const media = suite('media process');
const told: FromMedia[] = [];
let running: MediaProcess;
const rtsp = { addresses: ['127.0.0.1'], port: 0, pacing: 0, tls: undefined };
const desired = {
  media: mediaState([subEncoder]),
  paths: [],
  multicast: [],
  realm: 'Test',
  wallClock: { offset: 0, zone: 'UTC0' },
  digestAlgorithms: ['MD5'] as const,
  users: [],
  rtsp,
};

media.before(async () => {
  running = new MediaProcess({
    board: virtual,
    log: pino({ level: 'silent' }),
    tell: (message) => told.push(message),
    relayPath: join(temporaryFolder(), 'relay'),
  });
  running.take({ kind: 'desired', desired });
  await until(() => told.some(({ kind }) => kind === 'ready'));
});

media.after(() => running.stop());

async function answer(request: number): Promise<FromMedia | undefined> {
  const found = (): FromMedia | undefined => told.find((one) => 'request' in one && one.request === request);
  await until(() => found() !== undefined);
  return decodeFromMedia(found());
}

media('answers with the brightness of a source, in a message that the other side takes', async () => {
  running.take({ kind: 'luma', request: 7, source: 'VideoSource1' });
  const told = await answer(7);
  assert.is(told?.kind, 'luma');
  assert.ok(told?.kind === 'luma' && told.luma > 0.1 && told.luma < 0.9, JSON.stringify(told));
});

media('answers with the picture of an encoder', async () => {
  running.take({ kind: 'snapshot', request: 8, encoder: subEncoder.id });
  const told = await answer(8);
  assert.ok(told?.kind === 'picture' && told.picture[0] === 0xff && told.picture[1] === 0xd8);
});

media('says why there is no answer', async () => {
  running.take({ kind: 'luma', request: 9, source: 'VideoSource9' });
  running.take({ kind: 'snapshot', request: 10, encoder: 'VideoEncoder9' });
  const common = { kind: 'no-picture', error: 'gone' };
  assert.equal(await answer(9), { ...common, request: 9, reason: 'no video source VideoSource9' });
  assert.equal(await answer(10), { ...common, request: 10, reason: 'no encoder VideoEncoder9' });
});

/** The newest ports that were told. */
function ports(): Extract<FromMedia, { readonly kind: 'ready' }> {
  const ready = told.findLast((one) => one.kind === 'ready');
  if (ready?.kind !== 'ready') throw new Error('no port was told');
  return ready;
}

async function connects(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const result = await Promise.race([
    once(socket, 'connect').then(() => true),
    once(socket, 'error').then(() => false),
  ]).catch(() => false);
  socket.destroy();
  return result;
}

const versions = ['1.2', '1.3'] as const;

function planFor(name: string): TlsPlan {
  return { identity: makeCertificate(name, []), versions };
}

/** Name in the certificate that a TLS port presents. */
async function subjectAt(port: number): Promise<string | undefined> {
  const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const name = socket.getPeerX509Certificate()?.subject;
  socket.destroy();
  return name;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

media('listens on another port, and no longer on the old one; open connections go on', async () => {
  const { rtspPort: before } = ports();
  const client = connect(before, '127.0.0.1');
  await once(client, 'connect');
  const port = await freePort();
  running.take({ kind: 'desired', desired: { ...desired, rtsp: { ...rtsp, port } } });
  await until(() => ports().rtspPort === port);
  assert.equal([await connects(port), await connects(before)], [true, false]);
  client.write('OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n');
  const [answer] = await once(client, 'data');
  assert.match(String(answer), /^RTSP\/1\.0 200/);
  client.destroy();
});

media('says why a port cannot be had, and listens where it did', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  running.take({ kind: 'desired', desired: { ...desired, rtsp: { ...rtsp, port } } });
  await until(() => told.some((one) => one.kind === 'refused'));
  const refused = told.find((one) => one.kind === 'refused');
  assert.match(refused?.kind === 'refused' ? refused.reason : '', new RegExp(`RTSP port ${port} is in use`));
  assert.ok(await connects(ports().rtspPort));
  other.close();
});

/** The desired state with one user of that password and one path. */
function withPassword(password: string): DesiredMedia {
  const user = { name: 'admin', level: 'Administrator', ha1: digestSecrets('admin', desired.realm, password) } as const;
  const track = { stream: subEncoder.id, multicast: undefined, srtp: 'NONE' } as const;
  const path = {
    path: 'Profile1',
    name: 'one',
    delivery: 'unicast',
    sessionTimeout: 60,
    backchannel: undefined,
  } as const;
  const rtsp = { ...desired.rtsp, port: ports().rtspPort };
  return { ...desired, rtsp, users: [user], paths: [{ ...path, tracks: [track] }] };
}

media('another password ends what was opened with the old one, at once', async () => {
  running.take({ kind: 'desired', desired: withPassword('old-secret') });
  const uri = `rtsp://127.0.0.1:${ports().rtspPort}/Profile1`;
  const client = await RtspClient.open(ports().rtspPort, { name: 'admin', password: 'old-secret' });
  await until(async () => (await client.request('DESCRIBE', uri)).status === 200, 'the path');
  await client.playInterleaved(uri);
  running.take({ kind: 'desired', desired: withPassword('old-secret') });
  assert.is((await client.request('GET_PARAMETER', uri)).status, 200, 'the same password again ends nothing');
  running.take({ kind: 'desired', desired: withPassword('new-secret') });
  await until(() => client.closed, 'the end of the connection');
  const next = await RtspClient.open(ports().rtspPort, { name: 'admin', password: 'new-secret' });
  assert.is((await next.request('DESCRIBE', uri)).status, 200);
  next.close();
  running.take({ kind: 'desired', desired: { ...desired, rtsp: { ...rtsp, port: ports().rtspPort } } });
});

media('silent connections over TLS keep no client out', async () => {
  const tls = { port: 0, ...planFor('crowded') };
  running.take({ kind: 'desired', desired: { ...desired, rtsp: { ...rtsp, tls } } });
  await until(() => ports().rtspsPort !== undefined);
  const port = ports().rtspsPort ?? 0;
  const open = async (localAddress: string): Promise<TLSSocket> => {
    const raw = connect({ port, host: '127.0.0.1', localAddress });
    const socket = connectTls({ socket: raw, rejectUnauthorized: false });
    socket.on('error', () => undefined);
    await Promise.race([once(socket, 'secureConnect'), once(socket, 'close')]);
    return socket.resume();
  };
  const silent: TLSSocket[] = [];
  for (let count = 0; count < 540; count += 20)
    silent.push(...(await Promise.all(Array.from({ length: 20 }, () => open(`127.0.3.${1 + (count % 100) / 20}`)))));
  const client = RtspClient.over(await open('127.0.0.1'));
  assert.is((await client.request('OPTIONS', '*')).status, 200);
  for (const socket of [client.socket, ...silent]) socket.destroy();
  running.take({ kind: 'desired', desired });
  await until(() => ports().rtspsPort === undefined);
});

media('opens and closes TLS, and presents another certificate on the same port', async () => {
  const [one, two] = [planFor('one'), planFor('two')];
  running.take({ kind: 'desired', desired: { ...desired, rtsp: { ...rtsp, tls: { port: 0, ...one } } } });
  await until(() => ports().rtspsPort !== undefined);
  const port = ports().rtspsPort ?? 0;
  assert.match((await subjectAt(port)) ?? '', /one/);
  running.take({ kind: 'desired', desired: { ...desired, rtsp: { ...rtsp, tls: { port, ...two } } } });
  // The change is applied in turn: an answer to a later question comes behind it.
  let name: string | undefined;
  for (let attempt = 0; attempt < 100 && name?.includes('two') !== true; attempt += 1) name = await subjectAt(port);
  assert.match(name ?? '', /two/);
  running.take({ kind: 'desired', desired });
  await until(() => ports().rtspsPort === undefined);
  assert.not(await connects(port));
});

media.run();
