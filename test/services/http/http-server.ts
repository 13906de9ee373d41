import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { recognise } from '../../../services/handover/recognise.ts';
import {
  createHttpServer,
  type HttpServer,
  type HttpServerOptions,
  type TakeConnection,
} from '../../../services/http/http-server.ts';
import type { RequestHead } from '../../../services/http/request-head.ts';
import { message } from '../soap/messages.ts';
import { exchange, open, path, post, received, startServer } from '../soap/server-under-test.ts';

const http = suite('HTTP server');

const get = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';
const last = 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';
const short = { head: 1000, request: 2000, keepAlive: 1000, check: 50 };
const long = { head: 60_000, request: 60_000, keepAlive: 60_000, check: 50 };

/** Answers with the length of the body, once it is there. */
function count(request: IncomingMessage, response: ServerResponse): void {
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
  });
  request.on('end', () => response.end(`${bytes} bytes`));
}

async function withServer(
  options: Partial<HttpServerOptions>,
  use: (port: number, server: HttpServer) => Promise<void>,
): Promise<void> {
  const server = createHttpServer({ handler: count, ...options });
  try {
    await use(await server.listen(0, '127.0.0.1'), server);
  } finally {
    await server.close();
  }
}

/** Sends a request and waits for the first of its answer. */
async function ask(socket: Socket, request: string): Promise<string> {
  const answered = once(socket, 'data');
  socket.write(request);
  return String((await answered)[0]);
}

http('answers a new client while a thousand connections are idle', () =>
  withServer({ timeouts: long }, async (port) => {
    const idle: Socket[] = [];
    for (let batch = 0; batch < 10; batch += 1) {
      idle.push(...(await Promise.all(Array.from({ length: 100 }, () => open(port)))));
      assert.match(await exchange(port, last), '0 bytes');
    }
    assert.is(idle.length, 1000);
    for (const socket of idle) socket.destroy();
  }),
);

http('answers a new client while slow heads fill the table', () =>
  withServer({ timeouts: long, limits: { connections: 20 } }, async (port) => {
    const slow = await Promise.all(Array.from({ length: 20 }, () => open(port)));
    await Promise.all(slow.map((socket) => new Promise((resolve) => socket.write('GET / HTTP/1.1\r\n', resolve))));
    for (let time = 0; time < 30; time += 1) assert.match(await exchange(port, last), '0 bytes');
    for (const socket of slow) socket.destroy();
  }),
);

http('answers a new client while slow bodies fill the table', () => {
  let arrived = 0;
  const handler = (request: IncomingMessage, response: ServerResponse): void => {
    arrived += 1;
    count(request, response);
  };
  return withServer({ timeouts: long, limits: { connections: 20 }, handler }, async (port, { server }) => {
    const slow = await Promise.all(Array.from({ length: 20 }, () => open(port)));
    for (const socket of slow) socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nslow');
    while (arrived < slow.length) await once(server, 'request');
    for (let time = 0; time < 30; time += 1) assert.match(await exchange(port, last), '0 bytes');
    for (const socket of slow) socket.destroy();
  });
});

http('closes the connection that has been idle longest, none that is in use', () => {
  const waiting: ServerResponse[] = [];
  const handler = (request: IncomingMessage, response: ServerResponse): void => {
    if (request.url === '/wait') waiting.push(response);
    else response.end('done');
  };
  return withServer({ timeouts: long, limits: { connections: 3 }, handler }, async (port) => {
    const [busy, older, newer] = [await open(port), await open(port), await open(port)];
    const answer = once(busy, 'data');
    busy.write(get.replace('/', '/wait'));
    assert.match(await ask(newer, get), 'done');
    assert.match(await ask(older, get), 'done');
    assert.match(await ask(newer, get), 'done');
    const closed = once(older, 'close');
    older.resume();
    assert.match(await exchange(port, last), 'done');
    await closed;
    assert.match(await ask(newer, get), 'done');
    for (const response of waiting) response.end('late');
    assert.match(String((await answer)[0]), 'late');
    busy.destroy();
    newer.destroy();
  });
});

const slow: readonly (readonly [name: string, start: string, drip: string])[] = [
  ['nothing', '', ''],
  ['a head that never ends', 'GET / HTTP/1.1\r\n', ''],
  ['a head that comes drop by drop', 'GET / HTTP/1.1\r\n', 'X: y\r\n'],
  ['a body that never ends', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n', ''],
  ['a body that comes drop by drop', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n', 'x'],
  ['chunks that come drop by drop', 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n', '1\r\nx\r\n'],
];

http('cuts clients that send too slowly, and no other', () =>
  withServer({ timeouts: short }, async (port) => {
    const cut = slow.map(async ([name, start, drip]) => {
      const socket = await open(port);
      const answer = received(socket);
      if (start !== '') socket.write(start);
      const dripping = setInterval(() => drip !== '' && socket.writable && socket.write(drip), 20);
      const text = await answer;
      clearInterval(dripping);
      assert.not.match(text, 'HTTP/1.1 200', name);
    });
    assert.match(await exchange(port, last), '0 bytes');
    await Promise.all(cut);
    assert.match(await exchange(port, last), '0 bytes');
  }),
);

http('closes a connection that rests after its request', () =>
  withServer({ timeouts: short }, async (port) => {
    const socket = await open(port);
    const answer = received(socket);
    socket.write(get);
    assert.match(await answer, '0 bytes');
  }),
);

http('leaves an answer the time it takes', () => {
  const handler = (_: IncomingMessage, response: ServerResponse): void => {
    setTimeout(() => response.end('late'), 2500);
  };
  return withServer({ timeouts: short, handler }, async (port) => {
    assert.match(await exchange(port, last), 'late');
  });
});

http('answers many requests on one connection, also when some come at once', () =>
  withServer({}, async (port) => {
    const answer = await exchange(port, get.repeat(15) + last);
    assert.is(answer.match(/HTTP\/1\.1 200/g)?.length, 16);
    const socket = await open(port);
    for (let time = 0; time < 500; time += 1) assert.match(await ask(socket, get), '0 bytes');
    socket.destroy();
  }),
);

http('answers pipelined requests one after the other, in their order', () => {
  let present = 0;
  let most = 0;
  const handler = (request: IncomingMessage, response: ServerResponse): void => {
    present += 1;
    most = Math.max(most, present);
    setTimeout(() => {
      present -= 1;
      response.end(request.url);
    }, 5);
  };
  return withServer({ timeouts: long, handler }, async (port) => {
    const requests = Array.from({ length: 9 }, (_, at) => get.replace('/', `/${at}`));
    const answer = await exchange(port, requests.join('') + last);
    assert.equal(
      [...answer.matchAll(/\r\n\r\n(\/\d?)/g)].map(([, target]) => target),
      [...Array.from({ length: 9 }, (_, at) => `/${at}`), '/'],
    );
    assert.is(most, 1);
  });
});

http('closes a connection that floods it with requests, and answers the others', () => {
  let handled = 0;
  const handler = (request: IncomingMessage, response: ServerResponse): void => {
    handled += 1;
    count(request, response);
  };
  return withServer({ timeouts: long, limits: { pipelined: 4 }, handler }, async (port) => {
    await exchange(port, get.repeat(10_000));
    assert.ok(handled <= 4, `${handled} were handled`);
    assert.match(await exchange(port, last), '0 bytes');
  });
});

const wrong: readonly (readonly [name: string, request: string | Buffer, answer: RegExp])[] = [
  ['noise', Buffer.from('16030100ff010000', 'hex'), /^HTTP\/1\.1 400|^$/],
  ['a head of a megabyte', `GET / HTTP/1.1\r\nX: ${'x'.repeat(1_000_000)}`, /^HTTP\/1\.1 431|^$/],
  ['no Host', 'GET / HTTP/1.1\r\n\r\n', /^HTTP\/1\.1 400/],
  ['two lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab', /^HTTP\/1\.1 400/],
  [
    'a length and chunks',
    'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    /^HTTP\/1\.1 400/,
  ],
  ['two Hosts', 'GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n', /^HTTP\/1\.1 400/],
  [
    'two equal lengths',
    'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na',
    /^HTTP\/1\.1 400/,
  ],
  ['a list of lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1\r\n\r\na', /^HTTP\/1\.1 400/],
  ['a length with a sign', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\na', /^HTTP\/1\.1 400/],
  [
    'chunks that are no last coding',
    'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, x\r\n\r\n',
    /^HTTP\/1\.1 400/,
  ],
  ['a blank before the colon', 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n', /^HTTP\/1\.1 400/],
  ['a folded field', 'POST / HTTP/1.1\r\nHost: a\r\nX: y\r\n Content-Length: 1\r\n\r\n', /^HTTP\/1\.1 400/],
  ['chunks of HTTP/1.0', 'POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', /^HTTP\/1\.1 400/],
  ['a user in its target', 'GET http://a:b@c/ HTTP/1.1\r\nHost: a\r\n\r\n', /^HTTP\/1\.1 400/],
  ['a negative length', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n', /^HTTP\/1\.1 400/],
];

for (const [name, request, answer] of wrong) {
  http(`refuses ${name} and answers the next client`, () =>
    withServer({ timeouts: long }, async (port) => {
      assert.match(await exchange(port, request), answer);
      assert.match(await exchange(port, last), '0 bytes');
    }),
  );
}

const chunked = `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n`;
const megabyte = Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(2 ** 20, 'x'), Buffer.from('\r\n')]);

/** Sends 8 MB of a body that does not end, and gives the first of the answer. */
async function sendEndless(port: number): Promise<string> {
  const socket = await open(port);
  const answered = once(socket, 'data');
  socket.write(chunked);
  for (let mega = 0; mega < 8; mega += 1) await new Promise((resolve) => socket.write(megabyte, resolve));
  const [answer] = await answered;
  socket.destroy();
  return String(answer);
}

http('keeps nothing of bodies that are too long, however many come', async () => {
  const server = await startServer({ timeouts: long });
  try {
    const before = process.memoryUsage();
    for (let round = 0; round < 4; round += 1) {
      const answers = await Promise.all(Array.from({ length: 16 }, () => sendEndless(server.port)));
      for (const answer of answers) assert.match(answer, 'HTTP/1.1 413 ');
    }
    const after = process.memoryUsage();
    // 512 MB came; one round alone would be 128 MB.
    const grown = after.heapUsed + after.external - before.heapUsed - before.external;
    assert.ok(grown < 100 * 2 ** 20, `${Math.round(grown / 2 ** 20)} MB more`);
    assert.is((await post(server.port, message('<tds:GetSystemDateAndTime/>'))).status, 200);
  } finally {
    await server.close();
  }
});

http('cuts a client that goes on for ever after its answer', async () => {
  const server = await startServer({ timeouts: short });
  try {
    const socket = await open(server.port);
    const answer = received(socket);
    socket.write(chunked);
    const dripping = setInterval(() => socket.writable && socket.writableLength === 0 && socket.write(megabyte), 20);
    assert.match(await answer, 'HTTP/1.1 413 ');
    clearInterval(dripping);
  } finally {
    await server.close();
  }
});

const tunnel = 'GET / HTTP/1.0\r\nHost: a\r\nX-SessionCookie: 1\r\n';
const webSocket =
  'GET /onvif/rtsp HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
  'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: rtsp.onvif.org\r\n';

for (const [name, head] of [
  ['a tunnel', tunnel],
  ['a WebSocket', webSocket],
] as const) {
  http(`refuses ${name} of a page of a stranger, and lets others through`, async () => {
    const taken: string[] = [];
    const take = (socket: Socket): void => {
      taken.push(name);
      socket.end('taken');
    };
    const divert = (seen: RequestHead): TakeConnection | undefined =>
      recognise(seen) === undefined ? undefined : take;
    await withServer({ timeouts: long, divert }, async (port) => {
      const foreign = `${head}Origin: http://stranger.example\r\n\r\n`;
      assert.match(await exchange(port, foreign), /^HTTP\/1\.1 403 /);
      assert.equal(taken, []);
      assert.is(await exchange(port, `${head}Origin: http://a\r\n\r\n`), 'taken');
      assert.is(await exchange(port, `${head}\r\n`), 'taken');
    });
  });
}

http('closes with connections open, and says that it cannot listen where another does', () =>
  withServer({}, async (port) => {
    const second = createHttpServer({ handler: count });
    const error = await second.listen(port, '127.0.0.1').catch((thrown: unknown) => thrown);
    assert.match(String(error), 'EADDRINUSE');
    await Promise.all([open(port), open(port)]);
  }),
);

http.run();
