import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { pageRoutes } from '../../../services/web/page-routes.ts';
import { authorization, challenged } from '../auth/digest-client.ts';
import { password, type ServerUnderTest, startServer } from '../soap/server-under-test.ts';

const routes = suite('the page over HTTP');
const folder = mkdtempSync(join(tmpdir(), 'vedette-page-'));
const script = 'page-AAAA2222.js';
let server: ServerUnderTest;
let setup = false;

routes.before(async () => {
  writeFileSync(join(folder, 'index.html.gz'), gzipSync('<!doctype html><title>page</title>'));
  writeFileSync(join(folder, `${script}.gz`), gzipSync('export {}'));
  const facts = {
    users: { isEmpty: () => setup },
    board: { manufacturer: 'Vedette', model: 'Test' },
    version: '1.2.3',
    httpsPort: () => undefined,
    certificate: () => undefined,
  };
  server = await startServer({ routes: pageRoutes(facts, folder) });
});
routes.after(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const url = (path: string): string => `http://127.0.0.1:${server.port}${path}`;

/** Coding and length of a reply as they are sent; fetch unpacks what it gets. */
function plain(path: string, accept: string): Promise<{ readonly coding: string | undefined; readonly text: string }> {
  return new Promise((resolve, reject) => {
    get(url(path), { headers: { 'accept-encoding': accept } }, (reply) => {
      let text = '';
      reply.setEncoding('latin1').on('data', (chunk: string) => {
        text += chunk;
      });
      reply.on('end', () => resolve({ coding: reply.headers['content-encoding'], text })).on('error', reject);
    }).on('error', reject);
  });
}

routes('are the page at the root, with a strict policy and nothing kept unasked', async () => {
  const reply = await fetch(url('/'));
  assert.is(reply.status, 200);
  assert.match(await reply.text(), /<title>page/);
  assert.match(reply.headers.get('content-security-policy') ?? '', /default-src 'none'.*require-trusted-types-for/);
  assert.is(reply.headers.get('cache-control'), 'no-cache');
  assert.is(reply.headers.get('x-content-type-options'), 'nosniff');
});

routes('let browsers keep files whose names hold a hash', async () => {
  const reply = await fetch(url(`/page/${script}`));
  assert.match(reply.headers.get('content-type') ?? '', /^text\/javascript/);
  assert.match(reply.headers.get('cache-control') ?? '', /immutable/);
});

routes('answer 304 to a browser that has the page', async () => {
  const tag = (await fetch(url('/'))).headers.get('etag') ?? '';
  assert.is((await fetch(url('/'), { headers: { 'if-none-match': `W/${tag}` } })).status, 304);
  assert.is((await fetch(url('/'), { headers: { 'if-none-match': '"other"' } })).status, 200);
});

routes('send the packed file, or the plain one to clients that do not unpack', async () => {
  assert.is((await plain('/', 'gzip, br')).coding, 'gzip');
  assert.is((await plain('/', 'gzip;q=0')).coding, undefined);
  assert.match((await plain('/', 'identity')).text, /<title>page/);
});

routes('know no other file', async () => {
  for (const path of ['/page', '/page/..%2fsecret.js', '/page/other.js', '/page/index.html.gz', '/elsewhere'])
    assert.is((await fetch(url(path))).status, 404, path);
});

routes('tell what the camera is before anybody has signed in', async () => {
  setup = true;
  assert.equal(await (await fetch(url('/page/state'))).json(), {
    setup: true,
    manufacturer: 'Vedette',
    model: 'Test',
    version: '1.2.3',
  });
  setup = false;
});

routes('tell a user its level', async () => {
  const refused = await fetch(url('/page/user'));
  assert.is(refused.status, 401);
  const challenge = refused.headers.get('www-authenticate') ?? '';
  const [realm, nonce] = [challenged(challenge, 'realm'), challenged(challenge, 'nonce')];
  const known = { username: 'viewer', password, realm, nonce, method: 'GET', uri: '/page/user', nc: '00000001' };
  const reply = await fetch(url('/page/user'), { headers: { authorization: authorization(known) } });
  assert.equal(await reply.json(), { name: 'viewer', level: 'User' });
});

routes('refuse pages of other origins', async () => {
  const reply = await fetch(url('/page/state'), { headers: { origin: 'http://elsewhere.example' } });
  assert.is(reply.status, 403);
});

routes.run();
