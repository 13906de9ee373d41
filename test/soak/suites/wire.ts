import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { certificate } from '../../bench/clip.ts';
import { openSocket, plainWire } from '../wire.ts';

const wire = suite('soak wire');

const servers: readonly [string, boolean, (take: (socket: Socket) => void) => Server][] = [
  ['TCP', false, (take) => createServer(take)],
  [
    'TLS',
    true,
    (take) => {
      const pem = readFileSync(certificate());
      return createTlsServer({ cert: pem, key: pem }, take);
    },
  ],
];

for (const [name, secure, create] of servers) {
  wire(`resets a connection over ${name}`, async () => {
    const accepted: Socket[] = [];
    const server = create((socket) => {
      socket.on('error', () => undefined);
      socket.resume();
      accepted.push(socket);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = plainWire(await openSocket('127.0.0.1', (server.address() as AddressInfo).port, secure));
    while (accepted.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const [peer] = accepted;
    assert.ok(peer);
    const failed = once(peer, 'error');
    client.reset();
    const [error] = (await failed) as [NodeJS.ErrnoException];
    assert.is(error.code, 'ECONNRESET');
    await client.closed;
    server.close();
  });
}

wire.run();
