import { createHash } from 'node:crypto';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Reply, RtspClient } from './rtsp-client.ts';
import { type RunningServer, startServer } from './running-server.ts';

const authorize = suite('authorize');

let running: RunningServer;

authorize.before(async () => {
  running = await startServer({}, 60, { fed: true });
});
authorize.after(() => running.stop());

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** Credentials without qop, as live555 and GStreamer make them, for a URI that need not be the requested one. */
function credentials(challenge: Reply, method: string, uri: string): string {
  const value = (name: string): string =>
    new RegExp(`${name}="([^"]*)`).exec(challenge.headers.get('www-authenticate') ?? '')?.[1] ?? '';
  const [realm, nonce] = [value('realm'), value('nonce')];
  const response = md5(`${md5(`admin:${realm}:secret123`)}:${nonce}:${md5(`${method}:${uri}`)}`);
  return `Digest username="admin", realm="${realm}", nonce="${nonce}", uri="${uri}", response="${response}"`;
}

let cseq = 100;

async function ask(client: RtspClient, method: string, uri: string, Authorization?: string): Promise<Reply> {
  cseq += 1;
  const lines = [`${method} ${uri} RTSP/1.0`, `CSeq: ${cseq}`];
  if (Authorization !== undefined) lines.push(`Authorization: ${Authorization}`);
  client.write(`${lines.join('\r\n')}\r\n\r\n`);
  return client.reply();
}

/** Status of a DESCRIBE of `asked` with credentials that were made for `signed`. */
async function statusFor(asked: string, signed: string): Promise<number> {
  const client = await RtspClient.open(running.port);
  const challenge = await ask(client, 'DESCRIBE', asked);
  const { status } = await ask(client, 'DESCRIBE', asked, credentials(challenge, 'DESCRIBE', signed));
  client.close();
  return status;
}

// shows STR-48
authorize('credentials are for the presentation that they were made for, however its URI is written', async () => {
  const uri = running.uri('Profile1');
  assert.is(await statusFor(uri, uri), 200);
  assert.is(await statusFor(`${uri}/`, uri), 200, 'a slash more');
  assert.is(await statusFor(`${uri}?x=1`, uri), 200, 'a query more');
  assert.is(await statusFor(uri, 'rtsp://camera.example:554/Profile1'), 200, 'the name outside of a proxy');
  assert.is(await statusFor(`${uri}/track1`, uri), 460, 'live555 signs the URI of the presentation for its tracks');
  assert.is(await statusFor(uri, running.uri('Profile2')), 401, 'another profile');
  assert.is(await statusFor(uri, running.uri('Profile')), 401, 'the beginning of a name');
  assert.is(await statusFor(uri, running.uri('')), 401, 'the device');
});

authorize('credentials without qop are good on the connection of their nonce, and on no other', async () => {
  const uri = running.uri('Profile1');
  const client = await RtspClient.open(running.port);
  const challenge = await ask(client, 'DESCRIBE', uri);
  const made = credentials(challenge, 'DESCRIBE', uri);
  for (let round = 0; round < 3; round += 1) assert.is((await ask(client, 'DESCRIBE', uri, made)).status, 200);
  const other = await RtspClient.open(running.port);
  const refused = await ask(other, 'DESCRIBE', uri, made);
  assert.is(refused.status, 401);
  assert.match(refused.headers.get('www-authenticate') ?? '', 'stale=true');
  for (const one of [client, other]) one.close();
});

authorize.run();
