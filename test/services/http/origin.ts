import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { originOf, plainAddress } from '../../../services/http/origin.ts';

const origins = suite('origin');

const server = createServer((request, response) => {
  const { origin, host } = originOf(request);
  response.end(JSON.stringify([origin, host, plainAddress(request.socket.remoteAddress)]));
});
let port = 0;

origins.before(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});
origins.after(() => {
  server.close();
});

/** What the server makes of a request with that Host header, or of one of HTTP/1.0 without. */
async function seen(host: string | undefined): Promise<unknown> {
  const socket = connect(port, '127.0.0.1');
  const head = host === undefined ? 'GET / HTTP/1.0\r\n' : `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n`;
  socket.end(`${head}\r\n`);
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  return JSON.parse(/\r\n\r\n(.*)$/s.exec(text)?.[1]?.match(/\[.*\]/)?.[0] ?? 'null');
}

const taken: readonly (readonly [host: string, name: string])[] = [
  ['192.0.2.7', '192.0.2.7'],
  ['192.0.2.7:8080', '192.0.2.7'],
  ['camera.local', 'camera.local'],
  ['camera_1-a.example.com:80', 'camera_1-a.example.com'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['[2001:db8::1]:8080', '2001:db8::1'],
  ['[::ffff:192.0.2.7]:80', '::ffff:192.0.2.7'],
];

for (const [host, name] of taken) {
  origins(`is http://${host} for a client that says so`, async () => {
    assert.equal(await seen(host), [`http://${host}`, name, '127.0.0.1']);
  });
}

const ignored: readonly (string | undefined)[] = [
  undefined,
  '',
  'a b',
  'camera/path',
  'user@camera',
  'camera:port',
  'camera:123456',
  '2001:db8::1',
  '[fe80::1%25eth0]',
  '[2001:db8::1',
  '<script>',
  '"',
  '-camera',
  'a'.repeat(300),
];

for (const host of ignored) {
  origins(`is the socket's own address where Host is ${host?.slice(0, 40) ?? 'absent'}`, async () => {
    assert.equal(await seen(host), [`http://127.0.0.1:${port}`, '127.0.0.1', '127.0.0.1']);
  });
}

origins('writes IPv4 clients of a dual-stack socket as IPv4', () => {
  const rows = [
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['192.0.2.1', '192.0.2.1'],
    ['::1', '::1'],
    ['::ffff:a', '::ffff:a'],
    [undefined, ''],
  ] as const;
  for (const [address, plain] of rows) assert.is(plainAddress(address), plain);
});

origins.run();
