import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { AccessClass } from '../../../services/schema/access-class.ts';
import { authorization, challenged } from '../auth/digest-client.ts';
import { faultCodes, message } from './messages.ts';
import {
  exchange,
  password,
  path,
  post,
  type Reply,
  type ServerUnderTest,
  security,
  startServer,
} from './server-under-test.ts';

const authentication = suite('authentication over HTTP');

const information = '<tds:GetDeviceInformation/>';
const route = (access: AccessClass): string => `/fetch/${access}`;
const classes: readonly AccessClass[] = ['PRE_AUTH', 'READ_MEDIA', 'READ_SYSTEM_SENSITIVE', 'READ_SYSTEM_SECRET'];
let server: ServerUnderTest;

authentication.before(async () => {
  server = await startServer({
    routes: classes.map((access) => ({
      path: route(access),
      access,
      methods: { GET: ({ subPath }) => ({ status: 200, type: 'image/jpeg', body: `picture ${subPath}` }) },
    })),
  });
});
authentication.after(() => server.close());

async function challengeOf(port: number): Promise<string> {
  return (await post(port, message(information))).headers.get('www-authenticate') ?? '';
}

/** An Authorization value for a fresh nonce. */
async function digest(username: string, secret = password, method = 'POST', uri = path): Promise<string> {
  const nonce = challenged(await challengeOf(server.port), 'nonce');
  return authorization({ username, password: secret, realm: 'test', nonce, nc: '00000001', method, uri });
}

/** 200, 401 or the codes of a fault, in a word. */
function outcome({ status, text }: Reply): string {
  return faultCodes(text) || `${status}`;
}

authentication(
  'challenges an empty request and one without credentials, with MD5 where nothing else is set',
  async () => {
    for (const body of ['', message(information)]) {
      const reply = await fetch(`http://127.0.0.1:${server.port}${path}`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'text/xml' },
      });
      await reply.text();
      assert.is(reply.status, 401);
      const algorithms = [...(reply.headers.get('www-authenticate') ?? '').matchAll(/algorithm=([\w-]+)/g)];
      assert.equal(
        algorithms.map(([, name]) => name),
        ['MD5'],
      );
      assert.not.match(reply.headers.get('www-authenticate') ?? '', /basic/i);
    }
  },
);

type Way = 'none' | 'right' | 'wrong';
const both: readonly (readonly [http: Way, token: Way, expected: string])[] = [
  ['none', 'none', '401'],
  ['right', 'none', '200'],
  ['wrong', 'none', '401'],
  ['none', 'right', '200'],
  ['none', 'wrong', 's:Sender ter:NotAuthorized'],
  ['right', 'right', '200'],
  ['wrong', 'right', '401'],
  ['right', 'wrong', 's:Sender ter:NotAuthorized'],
  ['wrong', 'wrong', '401'],
];

async function sent(body: string, http: Way, token: Way): Promise<string> {
  const secretOf = (way: Way): string => (way === 'right' ? password : 'wrong-password');
  const headers: Record<string, string> =
    http === 'none' ? {} : { authorization: await digest('admin', secretOf(http)) };
  const header = token === 'none' ? '' : security('admin', secretOf(token));
  return outcome(await post(server.port, message(body, header), headers));
}

for (const [http, token, expected] of both) {
  authentication(`HTTP digest ${http}, token ${token}: ${expected}`, async () => {
    assert.is(await sent(information, http, token), expected);
  });
  authentication(`HTTP digest ${http}, token ${token}, for what is open to all: 200`, async () => {
    assert.is(await sent('<tds:GetSystemDateAndTime/>', http, token), '200');
  });
}

authentication('answers Basic and nonsense with a challenge, never with an error', async () => {
  for (const value of ['Basic YWRtaW46bG9uZy1lbm91Z2gtMQ==', 'Digest', 'Digest realm="test"', 'Bearer x', '"']) {
    const reply = await post(server.port, message(information), { authorization: value });
    assert.is(reply.status, 401, value);
  }
});

authentication('tells a client whose nonce is spent that it is stale, and takes the new one', async () => {
  const value = await digest('admin');
  assert.is(outcome(await post(server.port, message(information), { authorization: value })), '200');
  const again = await post(server.port, message(information), { authorization: value });
  assert.is(again.status, 401);
  assert.match(again.headers.get('www-authenticate') ?? '', 'stale=true');
  const wrong = await post(server.port, message(information), { authorization: await digest('admin', 'wrong') });
  assert.not.match(wrong.headers.get('www-authenticate') ?? '', 'stale');
});

authentication('does not take a token twice', async () => {
  const body = message(information, security('admin'));
  assert.is(outcome(await post(server.port, body)), '200');
  assert.is(outcome(await post(server.port, body)), 's:Sender ter:NotAuthorized');
});

authentication('does not take HTTP credentials for another path or method', async () => {
  for (const [method, uri] of [
    ['GET', path],
    ['POST', '/onvif/media_service'],
  ] as const) {
    const value = await digest('admin', password, method, uri);
    assert.is((await post(server.port, message(information), { authorization: value })).status, 401);
  }
});

const levels = ['admin', 'operator', 'viewer'] as const;
const fetched: Readonly<Record<string, readonly number[]>> = {
  READ_MEDIA: [200, 200, 200],
  READ_SYSTEM_SENSITIVE: [200, 200, 403],
  READ_SYSTEM_SECRET: [200, 403, 403],
};

for (const [access, statuses] of Object.entries(fetched)) {
  authentication(`gives what is fetched as ${access} to those who may have it`, async () => {
    const uri = `${route(access as AccessClass)}/1`;
    const found = await Promise.all(
      levels.map(async (name) => {
        const headers = { authorization: await digest(name, password, 'GET', uri) };
        const reply = await fetch(`http://127.0.0.1:${server.port}${uri}`, { headers });
        const text = await reply.text();
        assert.is(text === 'picture 1', reply.status === 200);
        return reply.status;
      }),
    );
    assert.equal(found, statuses);
    const without = await fetch(`http://127.0.0.1:${server.port}${uri}`);
    await without.text();
    assert.is(without.status, 401);
    assert.match(without.headers.get('www-authenticate') ?? '', 'algorithm=MD5');
  });
}

authentication('gives what is open to all without credentials, and takes GET and HEAD alone', async () => {
  const url = `http://127.0.0.1:${server.port}${route('PRE_AUTH')}`;
  const rows = [
    ['GET', 200],
    ['HEAD', 200],
    ['POST', 405],
    ['DELETE', 405],
  ] as const;
  for (const [method, status] of rows) {
    const reply = await fetch(url, { method });
    await reply.text();
    assert.is(reply.status, status, method);
  }
});

const setup: readonly (readonly [body: string, expected: string])[] = [
  ['<tds:GetSystemDateAndTime/>', '200'],
  ['<tds:GetServices><tds:IncludeCapability>false</tds:IncludeCapability></tds:GetServices>', '200'],
  ['<tds:GetDeviceInformation/>', '200'],
  ['<tds:GetUsers/>', '401'],
  ['<tds:GetScopes/>', '401'],
  [
    '<tds:SetUser><tds:User><tt:Username xmlns:tt="http://www.onvif.org/ver10/schema">a</tt:Username></tds:User></tds:SetUser>',
    '401',
  ],
  ['<tds:SystemReboot/>', '401'],
  ['<tds:SetSystemFactoryDefault><tds:FactoryDefault>Hard</tds:FactoryDefault></tds:SetSystemFactoryDefault>', '401'],
];

authentication(
  'lets nobody do more in setup state than learn what it is and create the first administrator',
  async () => {
    const fresh = await startServer({ setup: true });
    try {
      for (const [body, expected] of setup) assert.is(outcome(await post(fresh.port, message(body))), expected, body);
      const create = message(
        `<tds:CreateUsers xmlns:tt="http://www.onvif.org/ver10/schema"><tds:User><tt:Username>admin</tt:Username><tt:Password>${password}</tt:Password><tt:UserLevel>Administrator</tt:UserLevel></tds:User></tds:CreateUsers>`,
      );
      assert.is(
        outcome(await post(fresh.port, message('<tds:GetUsers/>', security('admin')))),
        's:Sender ter:NotAuthorized',
      );
      assert.is(outcome(await post(fresh.port, create)), '200');
      assert.is(outcome(await post(fresh.port, create)), '401');
      assert.is(outcome(await post(fresh.port, message(information))), '401');
      assert.is(outcome(await post(fresh.port, message('<tds:GetUsers/>', security('admin')))), '200');
    } finally {
      await fresh.close();
    }
  },
);

for (const name of ['a"b', 'a\\b', '"', "it's <me> & you"]) {
  authentication(`logs ${name} in by digest and by token`, async () => {
    if (!server.users.list().some((user) => user.name === name))
      await server.users.create([{ name, password, level: 'User' }]);
    const escaped = name.replace(/&/g, '&amp;').replace(/</g, '&lt;');
    assert.is(outcome(await post(server.port, message(information, security(name, password, escaped)))), '200');
    const headers = { authorization: await digest(name) };
    assert.is(outcome(await post(server.port, message(information), headers)), '200');
  });
}

authentication('says why a colon cannot stand in a user name', async () => {
  const user =
    '<tt:Username>a:b</tt:Username><tt:Password>long-enough-1</tt:Password><tt:UserLevel>User</tt:UserLevel>';
  const create = `<tds:CreateUsers xmlns:tt="http://www.onvif.org/ver10/schema"><tds:User>${user}</tds:User></tds:CreateUsers>`;
  const reply = await post(server.port, message(create, security('admin')));
  assert.is(outcome(reply), 's:Sender ter:InvalidArgVal');
  assert.match(reply.text, /colon: the digest of a login ends the name there/);
});

const whole = `http://192.0.2.99:81${path}`;

/** The answer to a request whose target is a whole URI, with a digest for the target in either form. */
async function askWhole(uri: string, operation = '<tds:GetUsers/>'): Promise<string> {
  const body = message(operation);
  const head = [
    `POST ${whole} HTTP/1.1`,
    'Host: other.example',
    'Connection: close',
    'Content-Type: application/soap+xml',
    `Authorization: ${await digest('admin', password, 'POST', uri)}`,
    `Content-Length: ${body.length}`,
  ];
  return exchange(server.port, `${head.join('\r\n')}\r\n\r\n${body}`);
}

authentication('takes a whole URI as target before Host, and the digest of either form of it', async () => {
  for (const uri of [path, whole]) assert.match(await askWhole(uri), 'HTTP/1.1 200 ');
  assert.match(await askWhole(`${path}/other`), 'HTTP/1.1 401 ');
  const services = '<tds:GetServices><tds:IncludeCapability>false</tds:IncludeCapability></tds:GetServices>';
  assert.match(await askWhole(path, services), `<tds:XAddr>${whole}</tds:XAddr>`);
  const reply = await post(server.port, message('<tds:GetUsers/>'), {
    authorization: await digest('admin', password, 'POST', whole),
  });
  assert.is(outcome(reply), '200');
});

authentication.run();
