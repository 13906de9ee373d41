import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { refusalOf } from '../../../services/http/request-check.ts';
import { parseHead } from '../../../services/http/request-head.ts';
import { message } from '../soap/messages.ts';
import { exchange, path, type ServerUnderTest, startServer } from '../soap/server-under-test.ts';

const check = suite('request check');

interface Asked {
  readonly host?: string;
  readonly origin?: string;
  readonly target?: string;
  readonly secure?: boolean;
  readonly names?: readonly string[];
}

function statusOf({ host = 'camera', origin, target = '/', secure = false, names }: Asked): number | undefined {
  const fields = [`Host: ${host}`, ...(origin === undefined ? [] : [`Origin: ${origin}`])];
  const head = parseHead([`POST ${target} HTTP/1.1`, ...fields].join('\r\n'));
  return head && refusalOf(head, { secure, names })?.status;
}

const rows: readonly (readonly [name: string, asked: Asked, status: number | undefined])[] = [
  ['no origin', {}, undefined],
  ['the own origin', { host: 'camera:8080', origin: 'http://camera:8080' }, undefined],
  ['the own origin in other letters', { host: 'Camera', origin: 'http://camera' }, undefined],
  ['the own origin with the usual port', { host: '192.0.2.7:80', origin: 'http://192.0.2.7' }, undefined],
  ['the own origin over TLS', { host: 'camera:443', origin: 'https://camera', secure: true }, undefined],
  ['the own IPv6 origin', { host: '[2001:db8::7]:81', origin: 'http://[2001:db8::7]:81' }, undefined],
  ['the own origin by a whole URI', { host: 'a', target: 'http://camera/x', origin: 'http://camera' }, undefined],
  ['a foreign origin', { origin: 'http://stranger.example' }, 403],
  ['a foreign port', { host: 'camera:80', origin: 'http://camera:8000' }, 403],
  ['a foreign scheme', { host: 'camera', origin: 'https://camera' }, 403],
  ['an opaque origin', { origin: 'null' }, 403],
  ['an empty origin', { origin: '' }, 403],
  ['a list of origins', { origin: 'http://camera, http://stranger.example' }, 403],
  ['an origin that begins alike', { origin: 'http://camera.stranger.example' }, 403],
  ['any host with a user', { host: 'stranger.example' }, undefined],
  ['a foreign host without a user', { host: 'stranger.example', names: [] }, 421],
  ['a foreign host that has the own name in it', { host: 'camera.stranger.example', names: ['camera'] }, 421],
  ['a foreign host with a dot at its end', { host: 'stranger.example.', names: [] }, 421],
  ['a foreign host in a whole URI', { host: '192.0.2.7', target: 'http://stranger.example/', names: [] }, 421],
  ['an address', { host: '192.0.2.7:8080', names: [] }, undefined],
  ['an IPv6 address', { host: '[fe80::1]', names: [] }, undefined],
  ['a name of multicast DNS', { host: 'Vedette.local', names: [] }, undefined],
  ['an own name', { host: 'camera.lan:80', names: ['camera', 'camera.lan'] }, undefined],
  ['localhost', { host: 'localhost:8080', names: [] }, undefined],
  ['what is no host', { host: 'a b', names: [] }, 421],
];

for (const [name, asked, status] of rows) {
  check(`answers ${name} with ${status ?? 'what is asked for'}`, () => assert.is(statusOf(asked), status));
}

const create = message(
  '<tds:CreateUsers><tds:User><tt:Username xmlns:tt="http://www.onvif.org/ver10/schema">x</tt:Username>' +
    '<tt:Password xmlns:tt="http://www.onvif.org/ver10/schema">long-enough-1</tt:Password>' +
    '<tt:UserLevel xmlns:tt="http://www.onvif.org/ver10/schema">Administrator</tt:UserLevel></tds:User></tds:CreateUsers>',
);

async function sent(server: ServerUnderTest, fields: string, at = path, method = 'POST'): Promise<string> {
  const body = method === 'POST' ? create : '';
  const head = `${method} ${at} HTTP/1.1\r\n${fields}Connection: close\r\nContent-Length: ${body.length}\r\n\r\n`;
  return (await exchange(server.port, head + body)).slice(9, 12);
}

const foreign = 'Origin: http://stranger.example\r\n';
const types = ['', 'Content-Type: text/plain\r\n', 'Content-Type: application/soap+xml\r\n'];

check('keeps pages of strangers from every resource, with a user and without', async () => {
  for (const setup of [true, false]) {
    const route = { path: '/file', access: 'PRE_AUTH', methods: { GET: () => ({ status: 200 }) } } as const;
    const server = await startServer({ setup, routes: [route] });
    try {
      for (const type of types) assert.is(await sent(server, `Host: 127.0.0.1\r\n${foreign}${type}`), '403');
      for (const method of ['GET', 'HEAD', 'OPTIONS'])
        assert.is(await sent(server, `Host: 127.0.0.1\r\n${foreign}`, '/file', method), '403');
      assert.is(await sent(server, `Host: 127.0.0.1\r\n`, '/file', 'GET'), '200');
      assert.is(server.users.list().length, setup ? 0 : 3);
    } finally {
      await server.close();
    }
  }
});

check('keeps other names from the camera while it has no user', async () => {
  const server = await startServer({ setup: true });
  try {
    assert.is(await sent(server, 'Host: stranger.example\r\n'), '421');
    assert.is(await sent(server, 'Host: stranger.example\r\nOrigin: http://stranger.example\r\n'), '421');
    assert.is(await sent(server, 'Host: 127.0.0.1\r\nHost: stranger.example\r\n'), '400');
    assert.is(server.users.list().length, 0);
    assert.is(await sent(server, 'Host: camera.lan\r\n'), '200');
    assert.is(await sent(server, 'Host: stranger.example\r\n'), '401');
  } finally {
    await server.close();
  }
});

check.run();
