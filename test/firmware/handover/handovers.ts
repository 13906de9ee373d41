// time limit: 60 s
import { randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { WebSocket } from 'ws';
import { exchange } from '../../services/soap/server-under-test.ts';
import { open, Received, startWebWithEcho, type WebWithEcho } from '../web-with-echo.ts';

const handovers = suite('handed connections');

let web: WebWithEcho;
handovers.before(async () => {
  web = await startWebWithEcho();
});
handovers.after(() => web.close());

const type = 'application/x-rtsp-tunnelled';
const heads = {
  'tunnel-get': (cookie: string) => `GET /Profile1 HTTP/1.1\r\nHost: a\r\nx-sessioncookie: ${cookie}\r\n\r\n`,
  'tunnel-post': (cookie: string) =>
    `POST /Profile1 HTTP/1.0\r\nx-sessioncookie: ${cookie}\r\nContent-Type: ${type}\r\nContent-Length: 32767\r\n\r\n`,
  websocket: () =>
    'GET /onvif/rtsp HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n' +
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: rtsp.onvif.org\r\n\r\n',
} as const;
type Role = keyof typeof heads;
const roles = Object.keys(heads) as readonly Role[];

/** Sends bytes in pieces of any size, now and then with a pause in between. */
async function sendInPieces(socket: Socket, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const length = randomInt(1, [2, 40, 400, 20_000][randomInt(4)] ?? 2);
    socket.write(bytes.subarray(at, at + length));
    at += length;
    if (randomInt(3) === 0) await new Promise((resolve) => setImmediate(resolve));
    if (randomInt(60) === 0) await sleep(1);
  }
}

/** Waits until the other process takes connections, and none is on its way. */
async function atRest(): Promise<void> {
  while (web.supervisor.handovers.room(false, '127.0.0.1') < 64) await sleep(10);
}

/** Opens a connection of that role and gives what the other process was told of it. */
async function hand(role: Role, secure: boolean, body: Buffer, cookie = 'cookie-1'): Promise<Buffer> {
  const socket = await open(secure ? web.https : web.http, secure);
  const received = new Received(socket);
  const sending = sendInPieces(socket, Buffer.concat([Buffer.from(heads[role](cookie)), body]));
  if (role !== 'tunnel-post') {
    const status = role === 'websocket' ? /^HTTP\/1\.1 101 / : /^HTTP\/1\.0 200 OK\r\n/;
    assert.match(await received.until('\r\n\r\n'), status);
  }
  const told: unknown = JSON.parse(await received.until('\n'));
  const cookies = role === 'websocket' ? {} : { cookie };
  const length = role === 'tunnel-post' ? { length: 32_767 } : {};
  assert.equal(told, { role, ...cookies, ...length, remoteAddress: '127.0.0.1', localAddress: '127.0.0.1', secure });
  await sending;
  const back = await received.atLeast(body.length);
  socket.destroy();
  return back;
}

for (const secure of [false, true]) {
  for (const role of roles) {
    handovers(`carries every byte of a ${role}${secure ? ' under TLS' : ''} once, however they come`, async () => {
      for (const length of [0, 1, 1000, 20_000, 300_000]) {
        for (let time = 0; time < 5; time += 1) {
          const body = randomBytes(length);
          const back = await hand(role, secure, body);
          assert.is(Buffer.compare(back, body), 0, `${length} bytes came back as ${back.length}`);
        }
      }
    });
  }
}

handovers('carries every byte of forty connections at a time', async () => {
  const all = Array.from({ length: 40 }, async (_, index) => {
    const body = randomBytes(50_000);
    const back = await hand(roles[index % roles.length] ?? 'websocket', index % 2 === 0, body, `c${index}`);
    assert.is(Buffer.compare(back, body), 0);
  });
  await Promise.all(all);
});

handovers('carries what comes in one segment with the head', async () => {
  for (const secure of [false, true]) {
    const socket = await open(secure ? web.https : web.http, secure);
    const received = new Received(socket);
    socket.write(`${heads['tunnel-post']('one')}T1BUSU9OUw==`);
    await received.until('\n');
    assert.is(String(await received.atLeast(12)), 'T1BUSU9OUw==');
    socket.destroy();
  }
});

handovers('completes the handshake of a WebSocket client, plain and secure', async () => {
  for (const url of [`ws://127.0.0.1:${web.http}/onvif/rtsp`, `wss://127.0.0.1:${web.https}/onvif/rtsp`]) {
    const client = new WebSocket(url, 'rtsp.onvif.org', { rejectUnauthorized: false });
    client.on('error', () => undefined);
    await once(client, 'open');
    assert.is(client.protocol, 'rtsp.onvif.org');
    client.terminate();
  }
});

handovers('serves HTTP beside it, also on a connection that goes on, plain and secure', async () => {
  for (const secure of [false, true]) {
    const socket = await open(secure ? web.https : web.http, secure);
    const received = new Received(socket);
    const request = Buffer.from('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\n');
    for (let time = 0; time < 20; time += 1) {
      await sendInPieces(socket, Buffer.concat([request, Buffer.alloc(5000, 'x')]));
      assert.match(await received.until('bytes'), 'POST 5000 bytes');
    }
    socket.destroy();
  }
});

handovers('sends a tunnel or WebSocket that comes on a connection of SOAP to one of its own', async () => {
  for (const secure of [false, true]) {
    for (const role of roles) {
      const socket = await open(secure ? web.https : web.http, secure);
      const received = new Received(socket);
      socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc');
      assert.match(await received.until('bytes'), 'POST 3 bytes');
      socket.write(heads[role]('late'));
      const answer = await received.until('\r\n\r\n');
      assert.match(answer, /^HTTP\/1\.1 421 Misdirected Request\r\n/, `${role} ${answer}`);
      assert.match(answer, /Connection: close/);
      await received.atLeast(Infinity);
      const body = randomBytes(100);
      assert.is(Buffer.compare(await hand(role, secure, body), body), 0);
    }
  }
});

handovers('refuses what is wrong with a handshake and closes', async () => {
  const wrong = heads.websocket().replace('rtsp.onvif.org', 'chat');
  assert.match(await exchange(web.http, wrong), /^HTTP\/1\.1 400 Bad Request\r\n.*Connection: close\r\n\r\n$/s);
  const old = heads.websocket().replace('Version: 13', 'Version: 8');
  assert.match(await exchange(web.http, old), /^HTTP\/1\.1 426 .*\r\nSec-WebSocket-Version: 13\r\n/s);
  const elsewhere = heads.websocket().replace('/onvif/rtsp', '/other');
  assert.match(await exchange(web.http, elsewhere), /^HTTP\/1\.1 404 /);
  assert.match(await exchange(web.http, heads['tunnel-get']('a b')), /^HTTP\/1\.1 400 /);
});

handovers('answers SOAP at once while 300 tunnels are open and one of them does not read', async () => {
  const idle = await Promise.all(Array.from({ length: 300 }, () => open(web.http, false)));
  for (const socket of idle) socket.write(heads['tunnel-get']('idle'));
  const stalled = await open(web.https, true);
  stalled.write(heads['tunnel-post']('stall'));
  const piece = Buffer.alloc(65_536);
  const before = process.memoryUsage().external;
  const flood = setInterval(() => stalled.writableLength < 2 ** 20 && stalled.write(piece), 1);
  for (let time = 0; time < 50; time += 1) {
    const started = performance.now();
    const answer = await exchange(web.http, 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    assert.match(answer, 'GET 0 bytes');
    // The relay gives up a connection that does not move after 5 s: SOAP must not have waited for that.
    assert.ok(performance.now() - started < 5000, 'SOAP waited');
  }
  clearInterval(flood);
  assert.ok(process.memoryUsage().external - before < 30 * 2 ** 20, 'the relay keeps what nobody reads');
  for (const socket of [...idle, stalled]) socket.destroy();
});

handovers('answers 503 while more are under way than the other process takes', async () => {
  const first = await open(web.http, false);
  first.write(heads['tunnel-post']('sleep'));
  await sleep(50);
  const answers = await Promise.all(
    Array.from({ length: 120 }, async () => {
      const socket = await open(web.http, false);
      const received = new Received(socket);
      socket.write(heads['tunnel-get']('more'));
      const status = (await received.until('\r\n')).slice(9, 12);
      socket.destroy();
      return status;
    }),
  );
  first.destroy();
  assert.ok(answers.filter((status) => status === '200').length >= 60);
  assert.ok(answers.filter((status) => status === '503').length >= 50, answers.join(' '));
});

handovers('ends both sides of a relay when either ends', async () => {
  await atRest();
  const socket = await open(web.https, true);
  const received = new Received(socket);
  socket.write(heads['tunnel-get']('end'));
  await received.until('\n');
  socket.end();
  await received.atLeast(Infinity);
  assert.ok(socket.closed);
});

handovers('answers 503 while the media process is down, and carries on with the next one', async () => {
  await atRest();
  const plain = await open(web.http, false);
  const secure = await open(web.https, true);
  for (const socket of [plain, secure]) {
    const received = new Received(socket);
    socket.write(heads['tunnel-get']('gone'));
    await received.until('\r\n\r\n');
    assert.match(await received.until('\n'), 'gone');
  }
  const closed = Promise.all([once(plain, 'close'), once(secure, 'close')]);
  const pid = web.supervisor.pid ?? 0;
  process.kill(pid, 'SIGKILL');
  await closed;
  while (web.supervisor.pid === pid) await sleep(1);
  assert.match(await exchange(web.http, heads['tunnel-get']('down')), /^HTTP\/1\.1 503 .*\r\nRetry-After: \d/s);
  assert.match(await exchange(web.http, 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'), '0 bytes');
  await atRest();
  for (const tls of [false, true]) {
    const body = randomBytes(5000);
    assert.is(Buffer.compare(await hand('tunnel-post', tls, body), body), 0);
  }
});

handovers.run();
