import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { relayHeader } from '../../../firmware/handover/relay.ts';
import { decodeDescription, startRelayServer } from '../../../firmware/handover/relay-server.ts';
import { RtspsServer } from '../../../firmware/media/rtsps-server.ts';
import { makeCertificate } from '../../../firmware/tls/self-signed-certificate.ts';
import type { HandedConnection } from '../../../services/plan/handed-connection.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { open, Received } from '../web-with-echo.ts';

const relays = suite('relays');

const handed: HandedConnection = {
  role: 'tunnel-get',
  cookie: 'kööki',
  head: Buffer.from([0, 1, 2, 255]),
  remoteAddress: '2001:db8::1',
  localAddress: '192.0.2.1',
  secure: true,
};

interface Taken {
  readonly socket: Socket;
  readonly handed: HandedConnection;
}

/** A relay server, and what it handed on. */
async function startTaking(): Promise<{ path: string; taken: Taken[]; close(): void }> {
  const path = join(temporaryFolder(), 'relay');
  const taken: Taken[] = [];
  const server = await startRelayServer(path, (socket, description) => {
    taken.push({ socket, handed: description });
    socket.on('error', () => socket.destroy()).write(description.head);
    socket.pipe(socket);
  });
  return { path, taken, close: () => server.close() };
}

relays('hand on the description and every byte behind it, however they are cut', async () => {
  const server = await startTaking();
  const body = randomBytes(100);
  const all = Buffer.concat([relayHeader(handed), body]);
  for (let cut = 1; cut < all.length; cut += 1) {
    const client = connect(server.path);
    const received = new Received(client);
    await once(client, 'connect');
    client.write(all.subarray(0, cut));
    await new Promise((resolve) => setImmediate(resolve));
    client.write(all.subarray(cut));
    const back = await received.atLeast(handed.head.length + body.length);
    assert.is(Buffer.compare(back, Buffer.concat([handed.head, body])), 0, `cut at ${cut}`);
    const { head, ...description } = handed;
    assert.equal({ ...server.taken.at(-1)?.handed, head: undefined }, { ...description, head: undefined });
    client.destroy();
  }
  server.close();
});

const bad: readonly (readonly [name: string, bytes: Buffer])[] = [
  ['a length beyond any description', Buffer.from([0, 0, 0x20, 0, 1])],
  ['a length beyond any memory', Buffer.from([255, 255, 255, 255, 1])],
  ['no JSON', Buffer.from('\0\0\0\x03abc')],
  ['null', Buffer.from('\0\0\0\x04null')],
];

for (const [name, bytes] of bad) {
  relays(`close on ${name}`, async () => {
    const server = await startTaking();
    const client = connect(server.path);
    const closed = once(client, 'close');
    client.on('error', () => undefined).resume();
    client.write(bytes);
    await closed;
    assert.is(server.taken.length, 0);
    server.close();
  });
}

const { head: _, ...known } = handed;
const descriptions: readonly (readonly [changes: object, good: boolean])[] = [
  [{}, true],
  [{ cookie: undefined }, true],
  [{ cookie: 1 }, false],
  [{ role: 'other' }, false],
  [{ remoteAddress: undefined }, false],
  [{ localAddress: 7 }, false],
  [{ secure: 'yes' }, false],
];

for (const [changes, good] of descriptions) {
  relays(`${good ? 'take' : 'refuse'} a description with ${JSON.stringify(changes)}`, () => {
    const text = JSON.stringify({ ...known, ...changes });
    assert.equal(decodeDescription(text), good ? JSON.parse(text) : undefined);
  });
}

relays('replace the socket file of an earlier life', async () => {
  const path = join(temporaryFolder(), 'relay');
  writeFileSync(path, '');
  const server = await startRelayServer(path, (socket) => socket.destroy());
  const client = connect(path);
  await once(client, 'connect');
  client.destroy();
  server.close();
});

const versions = ['1.2', '1.3'] as const;
const credentials = { identity: makeCertificate('camera', ['127.0.0.1']), versions };
const log = pino({ level: 'silent' });

/** RTSP over TLS on a free port, whose connections go to the relay server at that path. */
async function startRtsps(relayPath: string, address?: string, wanted = 0): Promise<{ port: number; close(): void }> {
  const server = new RtspsServer({ admits: () => true, relayPath, log });
  server.present(credentials);
  const listener = await server.listen(wanted, address);
  return {
    port: listener.port,
    close: () => {
      listener.close();
      server.close();
    },
  };
}

relays('carry RTSPS both ways, tell who it is, and end with it', async () => {
  const server = await startTaking();
  const rtsps = await startRtsps(server.path, '127.0.0.1');
  const client = await open(rtsps.port, true);
  const received = new Received(client);
  const body = randomBytes(2_000_000);
  client.write(body);
  assert.is(Buffer.compare(await received.atLeast(body.length), body), 0);
  const [taken] = server.taken;
  const addresses = { remoteAddress: '127.0.0.1', localAddress: '127.0.0.1' };
  assert.equal({ ...taken?.handed, head: '' }, { role: 'plain', ...addresses, secure: true, head: '' });
  const ended = once(client, 'close');
  taken?.socket.destroy();
  await ended;
  rtsps.close();
  server.close();
});

relays('keep little of what an RTSPS client does not read', async () => {
  const server = await startTaking();
  const rtsps = await startRtsps(server.path, '127.0.0.1');
  const client = await open(rtsps.port, true);
  client.write('x');
  while (server.taken.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  const socket = server.taken[0]?.socket;
  if (socket === undefined) throw new Error('nothing came');
  // 64 MB in pieces: it must stop being taken well before.
  const piece = Buffer.alloc(65_536);
  let taken = 0;
  while (taken < 64 * 2 ** 20 && socket.write(piece)) taken += piece.length;
  await new Promise((resolve) => setTimeout(resolve, 200));
  while (taken < 64 * 2 ** 20 && socket.writableLength === 0) {
    socket.write(piece);
    taken += piece.length;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  assert.ok(taken < 32 * 2 ** 20, `${taken} bytes went into a stalled relay`);
  client.destroy();
  rtsps.close();
  server.close();
});

relays('leave RTSPS to others while somebody speaks no TLS, or nothing', async () => {
  const server = await startTaking();
  const rtsps = await startRtsps(server.path);
  const mute = await open(rtsps.port, false);
  const plain = await open(rtsps.port, false);
  const closed = once(plain, 'close');
  plain.resume().write('OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n');
  await closed;
  const client = await open(rtsps.port, true);
  const received = new Received(client);
  client.write('abc');
  assert.is(String(await received.atLeast(3)), 'abc');
  for (const socket of [mute, client]) socket.destroy();
  rtsps.close();
  server.close();
});

relays('say when the RTSPS port is taken', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  const started = startRtsps('/nowhere', '127.0.0.1', port);
  assert.is(await started.catch((error: NodeJS.ErrnoException) => error.code), 'EADDRINUSE');
  other.close();
});

relays.run();
