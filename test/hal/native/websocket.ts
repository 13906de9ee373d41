import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { addon } from '../../../hal/native/addon.ts';
import { subscribe, transports } from '../../../hal/native/transports.ts';
import type { StreamConnection } from '../../../hal/ports/rtp-stream.ts';
import { until } from '../../until.ts';
import { DocumentFeed } from '../document-feed.ts';
import { play } from '../play.ts';
import { descriptor } from '../rtp-receivers.ts';
import { readMessage } from '../websocket-messages.ts';

const websocket = suite('connections with WebSocket framing');
const folder = mkdtempSync(join(tmpdir(), 'vedette-'));
const servers: net.Server[] = [];

interface Client {
  readonly connection: StreamConnection;
  readonly messages: Buffer[];
  /** When the last byte of each message came, performance.now(). */
  readonly times: number[];
  readonly socket: net.Socket;
  close(): void;
}

async function listen(path: string | undefined): Promise<net.Server> {
  const server = net.createServer();
  servers.push(server);
  await new Promise<void>((resolve) =>
    path === undefined ? server.listen(0, '127.0.0.1', resolve) : server.listen(path, resolve),
  );
  return server;
}

function place(server: net.Server): net.NetConnectOpts {
  const address = server.address();
  if (address === null) throw new Error('not listening');
  return typeof address === 'string' ? { path: address } : { port: address.port, host: '127.0.0.1' };
}

async function open(server: net.Server, queueBytes: number = 1 << 20): Promise<Client> {
  const accepted = new Promise<net.Socket>((resolve) => server.once('connection', resolve));
  const socket = net.connect(place(server));
  const peer = await accepted;
  const [messages, times]: [Buffer[], number[]] = [[], []];
  let rest: Buffer = Buffer.alloc(0);
  socket.on('data', (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    for (let found = readMessage(rest); found !== undefined; found = readMessage(rest)) {
      messages.push(found.payload);
      times.push(performance.now());
      rest = rest.subarray(found.size);
    }
  });
  const connection = transports.adoptTcp(descriptor(peer), { queueBytes, framing: 'websocket' }, () => undefined);
  const close = () => {
    connection.close();
    socket.destroy();
    peer.destroy();
  };
  return { connection, messages, times, socket, close };
}

/** The packets of a message: each is whole, with its channel and length (RFC 2326 10.12). */
function packets(message: Buffer): readonly { readonly channel: number; readonly packet: Buffer }[] {
  const found: { channel: number; packet: Buffer }[] = [];
  for (let at = 0; at < message.length; ) {
    assert.is(message[at], 0x24);
    const end = at + 4 + message.readUInt16BE(at + 2);
    assert.ok(end <= message.length, 'no packet is torn');
    found.push({ channel: message.readUInt8(at + 1), packet: message.subarray(at + 4, end) });
    at = end;
  }
  return found;
}

const sizes = [1, 100, 1000, 60_000, 200_000];

for (const kind of ['TCP', 'Unix-domain'] as const) {
  websocket(`each write is one unmasked binary message, over a ${kind} socket`, async () => {
    const server = await listen(kind === 'TCP' ? undefined : join(folder, 'framing'));
    const client = await open(server);
    const plain = Buffer.from('RTSP/1.0 200 OK\r\nCSeq: 4\r\n\r\n');
    const feed = new DocumentFeed(`websocket-${kind}`, sizes[0]);
    const target = { kind: 'interleaved', connection: client.connection, rtpChannel: 2, rtcpChannel: 3 } as const;
    const subscriber = subscribe(feed.hub, target);
    await play(subscriber);
    await until(() => client.messages.length === 2, 'the first frame');
    for (const size of sizes.slice(1)) feed.send(size);
    assert.ok(client.connection.send(plain));
    addon.closeSubscriber(subscriber);
    await until(() => client.messages.length === sizes.length + 3, 'all messages');
    const [report, ...others] = client.messages;
    const bye = others.pop();
    assert.equal(others.pop(), plain);
    for (const each of [report, bye])
      assert.equal(
        packets(each ?? plain).map(({ channel }) => channel),
        [3],
      );
    others.forEach((message, index) => {
      const frame = packets(message);
      const octets = frame.reduce((sum, { packet }) => sum + packet.length - 12, 0);
      assert.is(octets, sizes[index]);
      assert.ok(frame.every(({ channel }) => channel === 2));
    });
    feed.close();
    client.close();
  });
}

websocket('a framed and a plain connection get the same frame', async () => {
  const server = await listen(undefined);
  const framed = await open(server);
  const accepted = new Promise<net.Socket>((resolve) => server.once('connection', resolve));
  const socket = net.connect(place(server));
  const peer = await accepted;
  const bytes: Buffer[] = [];
  socket.on('data', (part) => bytes.push(part));
  const plain = transports.adoptTcp(descriptor(peer), { queueBytes: 1 << 20 }, () => undefined);
  const feed = new DocumentFeed('websocket-both', 5000);
  const subscribers = [framed.connection, plain].map((connection) =>
    subscribe(feed.hub, { kind: 'interleaved', connection, rtpChannel: 0, rtcpChannel: 1 }),
  );
  await Promise.all(subscribers.map(play));
  await until(() => framed.messages.length === 2 && Buffer.concat(bytes).length > 5000, 'the frame');
  const frame = framed.messages[1] ?? Buffer.alloc(0);
  assert.equal(Buffer.concat(bytes).subarray(-frame.length), frame);
  for (const subscriber of subscribers) addon.closeSubscriber(subscriber);
  feed.close();
  framed.close();
  socket.destroy();
  peer.destroy();
});

websocket('200 readers that stop do not delay one that plays, and go on untorn when they read again', async () => {
  const server = await listen(join(folder, 'stalled'));
  const feed = new DocumentFeed('websocket-stalled');
  const clients = [await open(server)];
  while (clients.length <= 200) clients.push(await open(server, 64 * 1024));
  const [player, ...stalled] = clients;
  assert.ok(player);
  for (const { socket } of stalled) socket.pause();
  const subscribers = clients.map(({ connection }) =>
    subscribe(feed.hub, { kind: 'interleaved', connection, rtpChannel: 0, rtcpChannel: 1 }),
  );
  await Promise.all(subscribers.map(play));
  const before = player.times.length;
  const sent: number[] = [];
  for (let i = 0; i < 60; i++) {
    sent.push(performance.now());
    feed.send(30_000);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await until(() => player.times.length >= before + sent.length, 'all frames');
  const delays = player.times.slice(-sent.length).map((time, index) => time - (sent[index] ?? 0));
  delays.sort((a, b) => a - b);
  assert.ok((delays[30] ?? Infinity) < 20, `median ${delays[30]} ms`);
  const [playing, ...left] = subscribers.map((subscriber) => addon.counters(subscriber).droppedFrames);
  assert.is(playing, 0);
  assert.ok(
    left.every((frames) => frames > 0),
    'all that stopped have lost frames',
  );
  for (const { connection } of stalled) assert.ok(connection.queuedBytes <= 64 * 1024);
  for (const { socket } of stalled) socket.resume();
  await until(() => stalled.every(({ connection }) => connection.queuedBytes === 0), 'empty queues');
  const counts = stalled.map(({ messages }) => messages.length);
  feed.send(500);
  await until(() => stalled.every(({ messages }, index) => messages.length > (counts[index] ?? 0)), 'the new frame');
  for (const { messages } of stalled) for (const message of messages) packets(message);
  for (const subscriber of subscribers) addon.closeSubscriber(subscriber);
  feed.close();
  for (const client of clients) client.close();
});

websocket.after(() => {
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true });
});
websocket.run();
