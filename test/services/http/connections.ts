import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Connections } from '../../../services/http/connections.ts';
import { createHttpServer, type HttpServer } from '../../../services/http/http-server.ts';
import { message } from '../soap/messages.ts';
import { exchange, open, post, received, security, startServer } from '../soap/server-under-test.ts';

const connections = suite('connections');

const patient = { head: 60_000, request: 60_000, keepAlive: 60_000, check: 50 };
const get = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';
const last = 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';
const information = '<tds:GetDeviceInformation/>';

interface Table {
  readonly port: number;
  readonly server: HttpServer;
  /** Answers that are held back until somebody ends them. */
  readonly held: ServerResponse[];
}

/** A server that logs /login in and holds the answer to /wait back. */
async function withTable(size: number, perAddress: number, use: (table: Table) => Promise<void>): Promise<void> {
  const held: ServerResponse[] = [];
  const loggedIn = new WeakSet<Socket>();
  const handler = (request: IncomingMessage, response: ServerResponse): void => {
    if (request.url?.startsWith('/login')) loggedIn.add(request.socket);
    if (request.url?.endsWith('/wait')) held.push(response);
    else response.end('done');
  };
  const server = createHttpServer({
    handler,
    timeouts: patient,
    limits: { connections: size, perAddress },
    isLoggedIn: (socket) => loggedIn.has(socket),
  });
  try {
    await use({ port: await server.listen(0, '127.0.0.1'), server, held });
  } finally {
    for (const response of held) response.end();
    await server.close();
  }
}

async function from(localAddress: string, port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', localAddress });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

async function ask(socket: Socket, target = '/'): Promise<void> {
  const answered = once(socket, 'data');
  socket.write(get.replace('/', target));
  await answered;
}

async function askInVain(table: Table, socket: Socket, target: string): Promise<void> {
  const arrived = once(table.server.server, 'request');
  socket.write(get.replace('/', target));
  await arrived;
}

function isOpen(socket: Socket): boolean {
  return !socket.closed && !socket.readableEnded && socket.readable;
}

/** Which of the connections are open once another client has had its answer. */
async function survivors(table: Table, sockets: readonly Socket[]): Promise<readonly boolean[]> {
  for (const socket of sockets) socket.resume();
  assert.match(await exchange(table.port, last), 'done');
  assert.match(await exchange(table.port, last), 'done');
  return sockets.map(isOpen);
}

connections('of clients that have not logged in give way before idle ones that have', () =>
  withTable(3, 3, async (table) => {
    const sockets = [await open(table.port), await open(table.port), await open(table.port)] as const;
    await ask(sockets[0], '/login');
    await ask(sockets[1], '/login');
    assert.equal(await survivors(table, sockets), [true, true, false]);
  }),
);

connections('whose answer is held back give way before logged in ones', () =>
  withTable(3, 3, async (table) => {
    const sockets = [await open(table.port), await open(table.port), await open(table.port)] as const;
    await ask(sockets[0], '/login');
    await askInVain(table, sockets[1], '/wait');
    await askInVain(table, sockets[2], '/login/wait');
    assert.equal(await survivors(table, sockets), [true, false, true]);
  }),
);

connections('that wait for their answer after a login stay; nobody else comes in', () =>
  withTable(2, 2, async (table) => {
    const sockets = [await open(table.port), await open(table.port)] as const;
    for (const socket of sockets) await askInVain(table, socket, '/login/wait');
    assert.is(await exchange(table.port, last), '');
    for (const response of table.held.splice(0)) response.end('late');
    assert.equal((await survivors(table, sockets)).filter(Boolean).length, 1);
  }),
);

connections('of the address that has most give way first, the oldest of them', () =>
  withTable(4, 4, async (table) => {
    const alone = await from('127.0.0.2', table.port);
    const crowd = [await from('127.0.0.3', table.port), await from('127.0.0.3', table.port)] as const;
    const other = await from('127.0.0.4', table.port);
    assert.equal(await survivors(table, [alone, ...crowd, other]), [true, false, true, true]);
    for (const socket of [alone, ...crowd, other]) socket.destroy();
  }),
);

connections('of new clients have a moment to log in, however many of them share an address', async () => {
  const accepted: Socket[] = [];
  const listener = createServer((socket) => accepted.push(socket.on('error', () => undefined)));
  await once(listener.listen(0, '127.0.0.1'), 'listening');
  const { port } = listener.address() as AddressInfo;
  let now = 0;
  const limits = { connections: 4, perAddress: 4, pipelined: 4, grace: 1000, request: 1000, bodyRate: 1, unread: 1000 };
  const table = new Connections(
    limits,
    () => false,
    () => now,
  );
  const clients: Socket[] = [];
  const enter = async (address: string): Promise<Socket | undefined> => {
    const [socket] = await Promise.all([
      once(listener, 'connection'),
      from(address, port).then((one) => clients.push(one)),
    ]);
    table.opened(socket[0] as Socket);
    return accepted.at(-1);
  };
  const old = await enter('127.0.0.2');
  now = 1500;
  const crowd = [await enter('127.0.0.3'), await enter('127.0.0.3'), await enter('127.0.0.3')];
  await enter('127.0.0.3');
  assert.equal(
    [old, ...crowd].map((one) => one?.destroyed),
    [true, false, false, false],
  );
  await enter('127.0.0.4');
  assert.equal(
    crowd.map((one) => one?.destroyed),
    [true, false, false],
  );
  for (const socket of [...clients, ...accepted]) socket.destroy();
  listener.close();
});

connections('of one address leave room for the others', () =>
  withTable(10, 4, async (table) => {
    const crowd: Socket[] = [];
    for (let count = 0; count < 9; count += 1) crowd.push(await from('127.0.0.3', table.port));
    const other = await from('127.0.0.4', table.port);
    const open = await survivors(table, [...crowd, other]);
    assert.equal(open, [false, false, false, false, false, true, true, true, true, true]);
    for (const socket of [...crowd, other]) socket.destroy();
  }),
);

connections('of hundreds of silent addresses let an honest client log in, again and again', async () => {
  const server = await startServer({ timeouts: patient });
  const silent: Socket[] = [];
  try {
    for (let count = 0; count < 600; count += 1) {
      silent.push(await from(`127.0.${1 + (count >> 8)}.${1 + (count & 127)}`, server.port));
      if (count % 20 !== 0) continue;
      const reply = await post(server.port, message(information, security('admin')));
      assert.is(reply.status, 200);
    }
  } finally {
    for (const socket of silent) socket.destroy();
    await server.close();
  }
});

connections('that leave a long answer unread are cut, those that read slowly are not', async () => {
  const chunk = Buffer.alloc(65_536, 'x');
  const chunks = 256;
  const handler = (_: IncomingMessage, response: ServerResponse): void => {
    Readable.from(Array.from({ length: chunks }, () => chunk)).pipe(response);
  };
  const server = createHttpServer({ handler, timeouts: patient, limits: { unread: 1000 } });
  try {
    const port = await server.listen(0, '127.0.0.1');
    const [deaf, slow] = [await open(port), await open(port)];
    deaf.pause();
    for (const socket of [deaf, slow]) socket.write(last);
    let bytes = 0;
    slow.on('data', (piece: Buffer) => {
      bytes += piece.length;
      slow.pause();
      setTimeout(() => slow.resume(), 10);
    });
    await once(slow, 'close');
    assert.ok(bytes > chunks * chunk.length, `${bytes} bytes`);
    const text = await received(deaf.resume());
    assert.ok(text.length < chunks * chunk.length, `${text.length} bytes`);
  } finally {
    await server.close();
  }
});

connections.run();
