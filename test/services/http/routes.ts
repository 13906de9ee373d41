import { once } from 'node:events';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { BodyTooLong } from '../../../services/http/request-body.ts';
import type { Route } from '../../../services/http/route.ts';
import { authorization, challenged } from '../auth/digest-client.ts';
import {
  exchange,
  open,
  password,
  received,
  type ServerUnderTest,
  startServer,
  writableOrClosed,
} from '../soap/server-under-test.ts';

// time limit: 120 s
const routes = suite('routes');

const megabyte = 2 ** 20;
const uploadLimit = 100 * megabyte;
const piece = Buffer.alloc(65_536, 'x');

/** What the upload handler met, the newest last. */
const uploads: { bytes: number; error?: Error; readonly done: Promise<void> }[] = [];
let most = 0;
let pace: (bytes: number) => Promise<void> = () => Promise.resolve();

function memory(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function upload(body: Readable, seen: { bytes: number; error?: Error }): Promise<void> {
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      seen.bytes += chunk.length;
      most = Math.max(most, memory());
      await pace(seen.bytes);
    }
  } catch (error) {
    seen.error = error as Error;
    throw error;
  }
}

/** The stream of the newest GET /stream, and how much was taken from it. */
let stream: { taken: number; readonly readable: Readable } | undefined;

function endless(): Readable {
  const state = { taken: 0 };
  const readable = new Readable({
    read() {
      state.taken += piece.length;
      this.push(piece);
    },
  });
  stream = Object.assign(state, { readable });
  return readable;
}

const all: readonly Route[] = [
  {
    path: '/upload',
    access: 'UNRECOVERABLE',
    limit: uploadLimit,
    methods: {
      POST: async ({ body }) => {
        const seen = { bytes: 0, done: Promise.resolve() };
        const read = upload(body, seen);
        uploads.push(Object.assign(seen, { done: read.catch(() => undefined) }));
        await read;
        return { status: 200, type: 'text/plain', body: `${seen.bytes}` };
      },
    },
  },
  { path: '/ignores', access: 'PRE_AUTH', limit: uploadLimit, methods: { POST: () => ({ status: 202 }) } },
  {
    path: '/file',
    access: 'PRE_AUTH',
    methods: {
      GET: ({ query, headers, method, subPath }) => ({
        status: 200,
        type: 'text/plain',
        body: `${subPath} ${query.get('a')} ${headers['if-none-match']} ${method}`,
        headers: { ETag: '"1"' },
      }),
      PUT: () => ({ status: 204 }),
    },
  },
  {
    path: '/stream',
    access: 'PRE_AUTH',
    methods: { GET: () => ({ status: 200, type: 'video/mp4', body: endless() }) },
  },
];

let server: ServerUnderTest;

routes.before(async () => {
  server = await startServer({ routes: all });
});
routes.after(() => server.close());
routes.before.each(() => {
  uploads.length = 0;
  most = 0;
  pace = () => Promise.resolve();
});

async function login(username: string, method: string, uri: string): Promise<string> {
  const reply = await fetch(`http://127.0.0.1:${server.port}${uri}`, { method });
  await reply.text();
  const nonce = challenged(reply.headers.get('www-authenticate') ?? '', 'nonce');
  const digest = authorization({ username, password, realm: 'test', nonce, nc: '00000001', method, uri });
  return `Authorization: ${digest}\r\n`;
}

const head = (method: string, at: string, fields: string): string =>
  `${method} ${at} HTTP/1.1\r\nHost: a\r\n${fields}\r\n`;

async function startUpload(fields: string): Promise<Socket> {
  const socket = await open(server.port);
  socket.write(head('POST', '/upload', `${await login('admin', 'POST', '/upload')}${fields}`));
  return socket;
}

async function fill(socket: Socket, bytes: number): Promise<void> {
  for (let sent = 0; sent < bytes && socket.writable; sent += piece.length)
    if (!socket.write(piece)) await writableOrClosed(socket);
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await turn();
}

routes('take an upload of 100 MB without keeping it in memory', async () => {
  const before = memory();
  const socket = await startUpload(`Connection: close\r\nContent-Length: ${uploadLimit}\r\n`);
  const answer = received(socket);
  await fill(socket, uploadLimit);
  assert.match(await answer, /HTTP\/1\.1 200[\s\S]*104857600$/);
  assert.ok(most - before < 40 * megabyte, `${Math.round((most - before) / megabyte)} MB more`);
});

routes('make a client wait while the handler does', async () => {
  let go: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    go = resolve;
  });
  pace = () => held;
  const socket = await startUpload(`Connection: close\r\nContent-Length: ${uploadLimit}\r\n`);
  const answer = received(socket);
  const filled = fill(socket, uploadLimit);
  await until(() => (uploads[0]?.bytes ?? 0) > 0 && socket.writableNeedDrain);
  const before = socket.bytesWritten;
  for (let time = 0; time < 100; time += 1) await turn();
  assert.ok(socket.bytesWritten < 32 * megabyte, `${before} bytes were taken ahead of the handler`);
  go();
  await filled;
  assert.match(await answer, /HTTP\/1\.1 200[\s\S]*104857600$/);
});

routes('tell the handler when the client goes away in the middle', async () => {
  const socket = await startUpload(`Content-Length: ${uploadLimit}\r\n`);
  await fill(socket, 4 * megabyte);
  await until(() => (uploads[0]?.bytes ?? 0) > 0);
  socket.destroy();
  await uploads[0]?.done;
  assert.instance(uploads[0]?.error, Error);
  assert.not.instance(uploads[0]?.error, BodyTooLong);
  assert.equal(server.failures, []);
});

routes('refuse a body that is too long: by its length at once, by its chunks where it is', async () => {
  const told = await startUpload(`Connection: close\r\nContent-Length: ${uploadLimit + 1}\r\n`);
  assert.match(await received(told), 'HTTP/1.1 413 ');
  assert.is(uploads.length, 0);
  const untold = await startUpload('Connection: close\r\nTransfer-Encoding: chunked\r\n');
  const answer = received(untold);
  const chunk = Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(megabyte), Buffer.from('\r\n')]);
  for (let sent = 0; sent < 102 && untold.writable; sent += 1) if (!untold.write(chunk)) await writableOrClosed(untold);
  untold.write('0\r\n\r\n');
  assert.match(await answer, 'HTTP/1.1 413 ');
  assert.instance(uploads[0]?.error, BodyTooLong);
});

routes('answer a client whose body the handler does not read, and go on with its next request', async () => {
  const socket = await open(server.port);
  const answer = received(socket);
  socket.write(head('POST', '/ignores', `Content-Length: ${8 * megabyte}\r\n`));
  await fill(socket, 8 * megabyte);
  socket.write(head('GET', '/file/x', 'Connection: close\r\n'));
  assert.match(await answer, /HTTP\/1\.1 202[\s\S]*HTTP\/1\.1 200/);
});

routes('ask for a body with 100 Continue once the login is right, and not before', async () => {
  const expecting = `Connection: close\r\nExpect: 100-continue\r\nContent-Length: 5\r\n`;
  assert.match(await exchange(server.port, head('POST', '/upload', expecting)), /^HTTP\/1\.1 401 /);
  const socket = await startUpload(expecting);
  const answer = received(socket);
  const [first] = (await once(socket, 'data')) as [Buffer];
  assert.match(String(first), /^HTTP\/1\.1 100 /);
  socket.write('12345');
  assert.match(await answer, /HTTP\/1\.1 200[\s\S]*\r\n5$/);
});

routes('ask the same users for the same access as SOAP does', async () => {
  const outcome = async (fields: string): Promise<string> => {
    const request = head('POST', '/upload', `${fields}Connection: close\r\nContent-Length: 0\r\n`);
    return (await exchange(server.port, request)).slice(9, 12);
  };
  assert.is(await outcome(''), '401');
  assert.is(await outcome((await login('admin', 'POST', '/upload')).replace('admin', 'nobody')), '401');
  assert.is(await outcome(await login('viewer', 'POST', '/upload')), '403');
  assert.is(await outcome(await login('admin', 'POST', '/upload')), '200');
});

routes('give path, query and fields to the handler, and its fields to the client', async () => {
  const answer = await exchange(
    server.port,
    head('GET', '/file/a/b.html?a=1', 'If-None-Match: "1"\r\nConnection: close\r\n'),
  );
  assert.match(answer, /\r\nETag: "1"\r\n[\s\S]*\r\n\r\na\/b\.html 1 "1" GET$/);
});

routes('answer HEAD as GET, without its body', async () => {
  const answer = await exchange(server.port, head('HEAD', '/file/x', 'Connection: close\r\n'));
  assert.match(answer, /^HTTP\/1\.1 200 [\s\S]*\r\nContent-Length: 21\r\n[\s\S]*\r\n\r\n$/);
  await exchange(server.port, head('HEAD', '/stream', 'Connection: close\r\n'));
  await until(() => stream?.readable.destroyed === true);
});

const refusals: readonly (readonly [method: string, at: string, status: number, allow: string])[] = [
  ['OPTIONS', '/file', 204, 'GET, HEAD, PUT, OPTIONS'],
  ['DELETE', '/file', 405, 'GET, HEAD, PUT, OPTIONS'],
  ['GET', '/upload', 405, 'POST, OPTIONS'],
  ['HEAD', '/upload', 405, 'POST, OPTIONS'],
  ['PROPFIND', '/stream', 405, 'GET, HEAD, OPTIONS'],
];

for (const [method, at, status, allow] of refusals) {
  routes(`answer ${method} ${at} with ${status} and what is allowed`, async () => {
    const answer = await exchange(server.port, head(method, at, 'Connection: close\r\nContent-Length: 0\r\n'));
    assert.match(answer, `HTTP/1.1 ${status} `);
    assert.match(answer, `\r\nAllow: ${allow}\r\n`);
  });
}

routes('take no more from a stream than a slow reader does, and end it with the reader', async () => {
  const socket = await open(server.port);
  socket.pause();
  socket.write(head('GET', '/stream', ''));
  await until(() => (stream?.taken ?? 0) > 0 && stream?.readable.destroyed === false);
  const present = stream;
  let taken = -1;
  while (taken !== present?.taken) {
    taken = present?.taken ?? 0;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.ok(taken < 64 * megabyte, `${taken} bytes were taken for a client that reads nothing`);
  socket.destroy();
  await until(() => present?.readable.destroyed === true);
});

routes.run();
