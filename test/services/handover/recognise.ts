import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { recognise } from '../../../services/handover/recognise.ts';
import { parseHead } from '../../../services/http/request-head.ts';

const recognition = suite('RTSP on the web port');

/** What is made of a head, given as its lines: `undefined`, a role, or the status of a refusal. */
function seen(lines: readonly string[]): string | undefined {
  const head = parseHead(lines.join('\r\n'));
  const found = head && recognise(head);
  if (found === undefined) return undefined;
  if (found.kind === 'refused') return found.reply.slice(9, 12);
  return found.cookie === undefined ? found.role : `${found.role} ${found.cookie}`;
}

const type = 'Content-Type: application/x-rtsp-tunnelled';
const tunnels: readonly (readonly [string | undefined, ...string[]])[] = [
  ['tunnel-get abc', 'GET / HTTP/1.0', 'x-sessioncookie: abc', 'Accept: application/x-rtsp-tunnelled'],
  ['tunnel-get abc', 'GET /any/path?with=query HTTP/1.1', 'Host: a', 'X-SessionCookie:abc'],
  ['tunnel-get abc', 'GET http://camera:80/Profile1 HTTP/1.1', 'x-sessioncookie:   abc  '],
  [`tunnel-get ${'c'.repeat(128)}`, 'GET / HTTP/1.0', `x-sessioncookie: ${'c'.repeat(128)}`],
  ['tunnel-post abc', 'POST /any HTTP/1.0', 'x-sessioncookie: abc', type, 'Content-Length: 32767'],
  ['tunnel-post abc', 'POST /any HTTP/1.0', 'x-sessioncookie: abc', type, 'Content-Length: 99999999999999999999'],
  ['tunnel-post abc', 'POST /any HTTP/1.1', 'x-sessioncookie: abc', `${type.toUpperCase()} ; a=b`],
  ['tunnel-post abc', 'POST /any HTTP/1.0', 'x-sessioncookie: abc'],
  ['400', 'GET / HTTP/1.0', 'x-sessioncookie:'],
  ['400', 'GET / HTTP/1.0', `x-sessioncookie: ${'c'.repeat(129)}`],
  ['400', 'GET / HTTP/1.0', 'x-sessioncookie: a b'],
  ['400', 'GET / HTTP/1.0', 'x-sessioncookie: a', 'x-sessioncookie: b'],
  ['400', 'POST / HTTP/1.0', 'x-sessioncookie: \u00e9', type],
  ['501', 'POST / HTTP/1.1', 'x-sessioncookie: abc', type, 'Transfer-Encoding: chunked'],
  [undefined, 'POST / HTTP/1.1', 'x-sessioncookie: abc', 'Content-Type: application/soap+xml'],
  [undefined, 'PUT / HTTP/1.1', 'x-sessioncookie: abc', type],
  [undefined, 'POST / HTTP/1.1', type],
  [undefined, 'GET / HTTP/1.1', 'Accept: application/x-rtsp-tunnelled'],
];

for (const [expected, ...lines] of tunnels) {
  recognition(`makes ${expected?.slice(0, 30) ?? 'nothing'} of «${lines.join(' | ').slice(0, 120)}»`, () => {
    assert.is(seen(lines), expected);
  });
}

recognition('tells the length of a POST where that is a number', () => {
  const lengthOf = (value: string): unknown => {
    const head = parseHead(['POST / HTTP/1.0', 'x-sessioncookie: a', `Content-Length: ${value}`].join('\r\n'));
    const found = head && recognise(head);
    return found?.kind === 'handed' ? found.length : found;
  };
  assert.equal(['0', '32767', '-1', 'x', '9999999999'].map(lengthOf), [0, 32767, undefined, undefined, undefined]);
});

const opening = {
  line: 'GET /onvif/rtsp HTTP/1.1',
  host: 'Host: camera',
  upgrade: 'Upgrade: websocket',
  connection: 'Connection: Upgrade',
  key: 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  version: 'Sec-WebSocket-Version: 13',
  protocol: 'Sec-WebSocket-Protocol: rtsp.onvif.org',
};

const handshakes: readonly (readonly [string | undefined, Partial<typeof opening>])[] = [
  ['websocket', {}],
  ['websocket', { line: 'GET /onvif/rtsp?token=1 HTTP/1.1' }],
  ['websocket', { line: 'GET http://camera/onvif/rtsp HTTP/1.1' }],
  ['websocket', { upgrade: 'upgrade: WebSocket', connection: 'connection: keep-alive, UPGRADE' }],
  ['websocket', { protocol: 'Sec-WebSocket-Protocol: other, rtsp.onvif.org' }],
  ['websocket', { protocol: 'Sec-WebSocket-Protocol: other\r\nSec-WebSocket-Protocol: rtsp.onvif.org' }],
  ['404', { line: 'GET / HTTP/1.1' }],
  ['404', { line: 'GET /onvif/rtsp/ HTTP/1.1' }],
  ['404', { line: 'GET /onvif/device_service HTTP/1.1' }],
  ['426', { version: 'Sec-WebSocket-Version: 8' }],
  ['426', { version: 'X: y' }],
  ['426', { version: 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Version: 13' }],
  ['426', { upgrade: 'X: y' }],
  ['426', { upgrade: 'Upgrade: h2c' }],
  ['400', { connection: 'Connection: keep-alive' }],
  ['400', { key: 'X: y' }],
  ['400', { key: 'Sec-WebSocket-Key: short' }],
  ['400', { key: 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZTEyMw==' }],
  ['400', { protocol: 'X: y' }],
  ['400', { protocol: 'Sec-WebSocket-Protocol: RTSP.onvif.org' }],
  ['400', { host: 'X: y' }],
  [undefined, { line: 'POST /onvif/rtsp HTTP/1.1' }],
  [undefined, { line: 'GET / HTTP/1.1', upgrade: 'Upgrade: h2c' }],
];

for (const [expected, changes] of handshakes) {
  recognition(`answers ${expected ?? 'nothing'} to a handshake with ${JSON.stringify(changes)}`, () => {
    assert.is(seen(Object.values({ ...opening, ...changes })), expected);
  });
}

// shows STR-90, STR-91
recognition('accepts a handshake as RFC 6455 has it in its example', () => {
  const head = parseHead(Object.values(opening).join('\r\n'));
  const found = head && recognise(head);
  assert.match(found?.reply ?? '', /^HTTP\/1\.1 101 .*\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK\+xOo=\r\n/s);
  assert.match(found?.reply ?? '', /\r\nSec-WebSocket-Protocol: rtsp\.onvif\.org\r\n\r\n$/);
});

recognition('answers a GET of a tunnel without length, and lets nobody keep the answer', () => {
  const head = parseHead('GET / HTTP/1.1\r\nx-sessioncookie: a');
  const reply = (head && recognise(head))?.reply ?? '';
  assert.match(reply, /^HTTP\/1\.0 200 OK\r\nContent-Type: application\/x-rtsp-tunnelled\r\n/);
  for (const field of ['Cache-Control: no-store', 'Pragma: no-cache', 'Connection: close']) assert.match(reply, field);
  assert.not.match(reply, 'Content-Length');
  assert.ok(reply.endsWith('\r\n\r\n'));
});

recognition.run();
