// time limit: 180 s
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { until } from '../../../until.ts';
import { RtspClient } from '../rtsp-client.ts';
import { type RunningServer, startServer } from '../running-server.ts';
import { Watcher } from '../watcher.ts';

const crowds = suite('hostile/crowds');

let running: RunningServer;
let watcher: Watcher;

crowds.before(async () => {
  running = await startServer({ connections: 512, connectionsPerAddress: 256, requestTime: 2000, idleTime: 4000 }, 60, {
    fed: true,
  });
  watcher = await Watcher.open(running);
});
crowds.after(async () => {
  watcher.close();
  await running.stop();
});
crowds.after.each(() => watcher.check());

/** A connection that is kept as it is, and what came back on it. */
interface Held {
  readonly socket: Socket;
  text: string;
}

async function hold(localAddress: string, bytes: string): Promise<Held> {
  const socket = connect({ port: running.port, host: '127.0.0.1', localAddress });
  const held: Held = { socket, text: '' };
  socket.on('data', (chunk) => {
    held.text += chunk.toString('latin1');
  });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  if (bytes !== '') socket.write(bytes);
  return held;
}

/** That many connections from each address, a hundred at a time. */
async function crowd(addresses: readonly string[], each: number, bytes: string): Promise<readonly Held[]> {
  const all: Held[] = [];
  for (const address of addresses) {
    for (let count = 0; count < each; count += 100)
      all.push(...(await Promise.all(Array.from({ length: Math.min(100, each - count) }, () => hold(address, bytes)))));
  }
  return all;
}

const beginnings: readonly [string, string][] = [
  ['say nothing', ''],
  ['send half a request', 'DESCRIBE rtsp://127.0.0.1/Profile1 RTSP/1.0\r\nCSeq: 1\r\nAcc'],
  ['promise a body that never comes', 'GET_PARAMETER * RTSP/1.0\r\nCSeq: 1\r\nContent-Length: 1000\r\n\r\n'],
  ['begin an interleaved frame', '$\x00\xff\xff'],
];

// 127.0.0.1 is the watching client's own.
const addresses = Array.from({ length: 10 }, (_, index) => `127.0.1.${index + 1}`);

for (const [what, bytes] of beginnings) {
  crowds(`3,000 connections that ${what} are refused or end in time`, async () => {
    const all = await crowd(addresses, 300, bytes);
    await until(() => all.every(({ socket }) => socket.closed), 'the end of all connections');
    const refused = all.filter(({ text }) => text.startsWith('RTSP/1.0 503 '));
    assert.ok(refused.length >= 3000 - 10 * 512, 'what is above the limits is told so');
    for (const { text } of all) assert.match(text, /^$|^RTSP\/1\.0 503 [\s\S]*Retry-After: /);
    const client = await RtspClient.open(running.port);
    assert.is((await client.request('DESCRIBE', running.uri('Profile2'))).status, 200);
    client.close();
  });
}

crowds('one address cannot take the place of all others', async () => {
  const all = await crowd(['127.0.2.1'], 600, '');
  const client = await RtspClient.open(running.port);
  assert.is((await client.request('DESCRIBE', running.uri('Profile2'))).status, 200);
  client.close();
  await until(() => all.filter(({ text }) => text.startsWith('RTSP/1.0 503 ')).length >= 600 - 256, 'refusals');
  for (const { socket } of all) socket.destroy();
});

crowds('600 silent connections from many addresses keep no client out', async () => {
  const all = await crowd(addresses.slice(0, 6), 100, '');
  for (let round = 0; round < 20; round += 1) {
    const client = await RtspClient.open(running.port);
    await client.playInterleaved(running.uri('Profile2'));
    client.close();
  }
  for (const { socket } of all) socket.destroy();
});

crowds.run();
