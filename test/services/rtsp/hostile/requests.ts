// time limit: 120 s
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { until } from '../../../until.ts';
import { RtspClient } from '../rtsp-client.ts';
import { type RunningServer, startServer } from '../running-server.ts';
import { Watcher } from '../watcher.ts';

const requests = suite('hostile/requests');

let running: RunningServer;
let watcher: Watcher;

requests.before(async () => {
  running = await startServer({}, 60, { fed: true });
  watcher = await Watcher.open(running);
});
requests.after(async () => {
  watcher.close();
  await running.stop();
});
requests.after.each(() => watcher.check());

/** Text that may stand in a header line: anything but what ends the line. */
const word = fc.string({ maxLength: 40 }).map((text) => text.replace(/[\r\n]/g, '.'));
const method = fc.oneof(
  fc.constantFrom('OPTIONS', 'DESCRIBE', 'SETUP', 'PLAY', 'PAUSE', 'TEARDOWN', 'GET_PARAMETER', 'SET_PARAMETER'),
  fc.constantFrom('ANNOUNCE', 'RECORD', 'REDIRECT', 'X', '__proto__', 'constructor', 'toString'),
);
const uri = fc.oneof(
  fc.constantFrom(
    '*',
    '/',
    'rtsp:',
    'rtsp://',
    'rtsp://h/Profile2',
    'rtsp://h/Profile2/track1',
    'http://h/Both/track2',
  ),
  fc.constantFrom('rtsp://h/Both', 'rtsp://h/__proto__', 'rtsp://h/Profile2/constructor', 'rtsp://h/%2e%2e/%00'),
  fc.webUrl({ withQueryParameters: true }),
  fc.string({ minLength: 1, maxLength: 60 }).map((text) => `rtsp://h/${encodeURIComponent(text)}`),
);
const transport = fc
  .array(
    fc.oneof(
      fc.constantFrom('RTP/AVP', 'RTP/AVP/TCP', 'RTP/SAVP', 'RTP/AVPF/UDP', 'unicast', 'multicast', 'interleaved=0-1'),
      fc.constantFrom(
        'interleaved=255-256',
        'client_port=0-0',
        'client_port=70000-70001',
        'client_port=40000',
        'ttl=0',
      ),
      fc.constantFrom('destination=224.0.0.1', 'destination=::', 'mode=RECORD', 'ssrc=zz', 'port=1-2', 'port=-1', ','),
      word,
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(';'));
const header = fc.oneof(
  transport.map((value) => ['Transport', value] as const),
  fc.tuple(fc.constant('Session'), fc.oneof(word, fc.constantFrom('', ';timeout=', '__proto__', 'a;timeout=-1'))),
  fc.tuple(fc.constant('Require'), fc.oneof(word, fc.constantFrom('www.onvif.org/ver20/backchannel', ',,,'))),
  fc.tuple(
    fc.constant('KeyMgmt'),
    fc.oneof(
      word,
      word.map((data) => `prot=mikey;uri="";data="${data}"`),
    ),
  ),
  fc.tuple(
    fc.constant('KeyMgmt'),
    fc
      .uint8Array({ maxLength: 120 })
      .map((bytes) => `prot=mikey;uri="";data="${Buffer.from(bytes).toString('base64')}"`),
  ),
  fc.tuple(
    fc.constant('Range'),
    fc.oneof(
      word,
      word.map((text) => `npt=${text}-`),
      word.map((text) => `clock=${text}`),
    ),
  ),
  fc.tuple(fc.constant('Accept'), word),
  fc.tuple(fc.constantFrom('X-Unknown', 'Authorization', 'CSeq', 'Scale', 'Blocksize', 'Content-Type'), word),
);

interface Generated {
  readonly method: string;
  readonly uri: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

const generated: fc.Arbitrary<Generated> = fc.record({
  method,
  uri,
  headers: fc.array(header, { maxLength: 6 }),
  body: fc.string({ maxLength: 60 }),
});

/** Every request gets one answer, and none of them is our fault. */
async function answers({ method: name, uri: target, headers, body }: Generated): Promise<void> {
  const client = await RtspClient.open(running.port);
  await client.request('DESCRIBE', running.uri('Profile2'));
  const reply = await client.request(name, target, Object.fromEntries(headers), body);
  assert.ok(reply.status >= 200 && reply.status !== 500, `${name}: ${reply.status}`);
  client.close();
  await until(() => client.closed, 'the end');
}

requests('whatever stands in a request of a user, it is answered and nobody else notices', async () => {
  await fc.assert(fc.asyncProperty(generated, answers), { numRuns: 400, interruptAfterTimeLimit: 60_000 });
});

const lengths: readonly [string, string, RegExp][] = [
  ['negative', '-1', /^RTSP\/1\.0 400 /],
  ['with a sign', '+5', /^RTSP\/1\.0 400 /],
  ['hexadecimal', '0x10', /^RTSP\/1\.0 400 /],
  ['given twice', '5\r\nContent-Length: 6', /^RTSP\/1\.0 400 /],
  ['a word', 'five', /^RTSP\/1\.0 400 /],
  ['beyond 32 bit', '4294967296', /^RTSP\/1\.0 (400|413) /],
  ['larger than any body', '16385', /^RTSP\/1\.0 413 /],
];

for (const [what, length, expected] of lengths) {
  requests(`a Content-Length that is ${what} ends the connection with an answer`, async () => {
    const client = await RtspClient.open(running.port);
    client.write(`OPTIONS * RTSP/1.0\r\nCSeq: 1\r\nContent-Length: ${length}\r\n\r\n`);
    const { status } = await client.reply();
    assert.match(`RTSP/1.0 ${status} `, expected);
    await until(() => client.closed, 'the end');
  });
}

/** What generated requests have found, or might have. */
const kept: readonly Generated[] = [
  { method: 'SETUP', uri: 'rtsp://h/Profile2/track1', headers: [['Transport', ';;;,,,;']], body: '' },
  {
    method: 'SETUP',
    uri: 'rtsp://h/Profile2/track1',
    headers: [['KeyMgmt', 'prot=mikey;uri="";data="AQAF"']],
    body: '',
  },
  { method: 'PLAY', uri: 'rtsp://h/Profile2', headers: [['Session', '__proto__']], body: '' },
  { method: 'constructor', uri: '*', headers: [], body: '' },
  { method: 'DESCRIBE', uri: 'rtsp://h/__proto__/track1', headers: [], body: '' },
  { method: 'GET_PARAMETER', uri: '*', headers: [['Session', '']], body: 'mikey' },
];

for (const one of kept)
  requests(`answers ${one.method} ${one.uri} ${one.headers.flat().join(': ').slice(0, 40)}`, () => answers(one));

requests.run();
