// time limit: 180 s
import type { Socket } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { defaultLimits } from '../../../../services/rtsp/limits.ts';
import { until } from '../../../until.ts';
import { handedSocket, openTunnel, openWebSocket } from '../handed.ts';
import { RtspClient } from '../rtsp-client.ts';
import { type RunningServer, startServer } from '../running-server.ts';
import { Watcher } from '../watcher.ts';
import { clientFrame } from '../web-socket-client.ts';

const carriers = suite('hostile/carriers');

let running: RunningServer;
let watcher: Watcher;

carriers.before(async () => {
  running = await startServer({ requestTime: 2000, idleTime: 4000 }, 60, { fed: true });
  watcher = await Watcher.open(running);
});
carriers.after(async () => {
  watcher.close();
  await running.stop();
});
carriers.after.each(() => watcher.check());

async function half(role: 'tunnel-get' | 'tunnel-post', cookie: string, remoteAddress: string): Promise<Socket> {
  const socket = await handedSocket(running, { role, cookie, remoteAddress });
  return socket.resume();
}

carriers('tunnel halves that never meet give way to one another and end in time', async () => {
  const halves: Socket[] = [];
  for (let count = 0; count < 400; count += 1) {
    const role = count % 2 === 0 ? 'tunnel-get' : 'tunnel-post';
    halves.push(await half(role, `lonely-${count}`, `192.0.2.${count % 20}`));
  }
  await until(() => halves.filter(({ closed }) => !closed).length <= defaultLimits.tunnelHalves, 'room for new ones');
  const tunnel = RtspClient.over(await openTunnel(running, 'honest'));
  assert.is((await tunnel.request('DESCRIBE', running.uri('Profile2'))).status, 200);
  tunnel.close();
  await until(() => halves.every(({ closed }) => closed), 'the end of the halves', 20_000);
});

carriers('a client with too many halves loses its own only', async () => {
  const other = await half('tunnel-get', 'patient', '192.0.2.99');
  const halves: Socket[] = [];
  for (let count = 0; count < 100; count += 1) halves.push(await half('tunnel-get', `many-${count}`, '192.0.2.98'));
  await until(
    () => halves.filter(({ closed }) => !closed).length <= defaultLimits.tunnelHalvesPerAddress,
    'the end of the oldest',
  );
  assert.not.ok(other.closed);
  for (const socket of [other, ...halves]) socket.destroy();
});

const endings: readonly [string, Buffer | readonly Buffer[], number][] = [
  ['an unmasked frame', clientFrame('binary', 'OPTIONS', { masked: false }), 1002],
  ['text', clientFrame('text', 'OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n'), 1003],
  ['a frame that is too large', clientFrame('binary', Buffer.alloc(200_000)), 1009],
  [
    'a message that never ends',
    Array.from({ length: 40 }, (_, at) =>
      clientFrame(at === 0 ? 'binary' : 'continuation', Buffer.alloc(60_000, '\r\n'), { final: false }),
    ),
    1009,
  ],
  ['a fragmented ping', clientFrame('ping', 'x', { final: false }), 1002],
  ['a ping of 126 octets', clientFrame('ping', Buffer.alloc(126)), 1002],
  ['a continuation of nothing', clientFrame('continuation', 'x'), 1002],
  ['reserved bits', clientFrame('binary', 'x', { reserved: 0x40 }), 1002],
  ['an unknown opcode', clientFrame(5, 'x'), 1002],
];

for (const [what, bytes, code] of endings) {
  carriers(`a WebSocket with ${what} is closed with ${code}`, async () => {
    const carrier = await openWebSocket(running);
    const client = RtspClient.over(carrier);
    for (const one of [bytes].flat() as readonly Buffer[]) carrier.socket.write(one);
    await until(() => client.closed, 'the end');
    assert.is(carrier.control.at(-1)?.payload.readUInt16BE(0), code);
  });
}

carriers('endless control frames cost nothing but their answers', async () => {
  const carrier = await openWebSocket(running);
  const client = RtspClient.over(carrier);
  const pings = Buffer.concat(Array.from({ length: 1000 }, () => clientFrame('ping', Buffer.alloc(125))));
  const pongs = Buffer.concat(Array.from({ length: 1000 }, () => clientFrame('pong', Buffer.alloc(125))));
  for (let round = 1; round <= 20; round += 1) {
    carrier.socket.write(Buffer.concat([pings, pongs]));
    await until(() => carrier.control.length === round * 1000, `the pongs of round ${round}`);
  }
  assert.is((await client.request('OPTIONS', '*')).status, 200);
  client.close();
});

carriers('a client that pings and never reads the answers is cut off', async () => {
  const carrier = await openWebSocket(running);
  carrier.socket.pause();
  const pings = Buffer.concat(Array.from({ length: 1000 }, () => clientFrame('ping', Buffer.alloc(125))));
  const before = process.memoryUsage().rss;
  for (let round = 0; round < 150 && !carrier.socket.destroyed; round += 1) {
    carrier.socket.write(pings);
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.ok(process.memoryUsage().rss - before < 150 * 1024 * 1024);
  carrier.socket.resume();
  await until(() => carrier.socket.destroyed, 'the end');
});

carriers.run();
