// wants: the machine: compares processor times, which a neighbour in the cache changes
// time limit: 120 s
import { suite } from 'uvu';
import { recognise } from '../../../../services/handover/recognise.ts';
import { parseHead } from '../../../../services/http/request-head.ts';
import { parseFields, trimBlanks } from '../../../../services/rtsp/headers/field.ts';
import { parseKeyManagement } from '../../../../services/rtsp/headers/key-mgmt.ts';
import { parseRange } from '../../../../services/rtsp/headers/range.ts';
import { parseRequire, unsupportedTags } from '../../../../services/rtsp/headers/require.ts';
import { parseRtpInfo } from '../../../../services/rtsp/headers/rtp-info.ts';
import { parseSession } from '../../../../services/rtsp/headers/session.ts';
import { parseTransport } from '../../../../services/rtsp/headers/transport.ts';
import { Base64Decoder } from '../../../../services/rtsp/links/base64.ts';
import { PostBody } from '../../../../services/rtsp/links/post-body.ts';
import { WebSocketFrames } from '../../../../services/rtsp/links/web-socket-frames.ts';
import { decodeMikeyText } from '../../../../services/rtsp/mikey/decode.ts';
import { RtspReader } from '../../../../services/rtsp/reader.ts';
import { parseRtcp } from '../../../../services/rtsp/rtcp.ts';
import { baseOfUri, pathsOfUri } from '../../../../services/rtsp/stream-uri.ts';
import { assertLinearCost, type WorstInput } from '../../../linear-cost.ts';

const linear = suite('hostile/linear-cost');

/** Reads a connection that delivers its bytes in segments of that size. */
function read(text: string, size: number): void {
  const reader = new RtspReader();
  const bytes = Buffer.from(text, 'latin1');
  for (let at = 0; at < bytes.length; at += size) {
    reader.push(bytes.subarray(at, at + size));
    while (reader.next() !== undefined);
  }
}

function readFrames(text: string): void {
  const frames = new WebSocketFrames();
  for (const byte of Buffer.from(text, 'latin1')) {
    frames.push(Buffer.from([byte]));
    while (frames.next() !== undefined);
  }
}

function readPosts(text: string, length: number): void {
  const body = new PostBody(length);
  for (const byte of Buffer.from(text, 'latin1')) body.take(Buffer.from([byte]));
}

function recogniseTunnel(type: string): void {
  const head = `Content-Type: ${type}\r\nConnection: ${type}\r\nUpgrade: websocket`;
  for (const [line, more] of [
    ['POST /onvif/rtsp', 'x-sessioncookie: a\r\n'],
    [`GET /onvif/rtsp?${type}`, ''],
  ]) {
    const parsed = parseHead(`${line} HTTP/1.1\r\n${more}${head}`);
    if (parsed !== undefined) recognise(parsed);
  }
}

/** A garbage collection at the wrong moment passes for growth, but not three times; a quadratic parser fails each time. */
async function assertLinear(parse: (text: string) => unknown, worst: WorstInput, longest: number): Promise<void> {
  for (let left = 2; left > 0; left -= 1) {
    try {
      return await assertLinearCost(parse, worst, { longest });
    } catch {
      // Measured again.
    }
  }
  await assertLinearCost(parse, worst, { longest });
}

const repeated =
  (unit: string, before = '', after = ''): WorstInput =>
  (length) =>
    `${before}${unit.repeat(Math.ceil(length / unit.length))}${after}`;

const requestLine = 'OPTIONS * RTSP/1.0\r\n';

const blanks = [repeated(' '), repeated(' ', 'a', 'b'), repeated('\t \t', ' ', ';')];

/** Parsers with their worst strings: runs that an expression may divide in many ways, and beginnings that never end. */
const parsers: readonly [string, (text: string) => unknown, readonly WorstInput[]][] = [
  ['Range', parseRange, [repeated(' ', 'npt', '=5'), repeated('1', 'npt='), repeated('-', 'npt=')]],
  ['Transport', parseTransport, [...blanks, repeated(';', 'RTP/AVP'), repeated(',')]],
  ['Session', parseSession, [...blanks, repeated(' ', 'a;timeout', '=x')]],
  ['Require', (text) => unsupportedTags(parseRequire(text), []), [repeated(' ,'), repeated(' ', 'a', 'b')]],
  [
    'KeyMgmt',
    parseKeyManagement,
    [repeated(', prot ='), repeated(';prot="', 'x'), repeated(' ', 'prot', '=x'), repeated('"')],
  ],
  ['RTP-Info', parseRtpInfo, [repeated(', ', 'url='), repeated('u', 'url=')]],
  [
    'a URI',
    (text) => [pathsOfUri(text), baseOfUri(text)],
    [repeated('/', 'rtsp://h/', 'a'), repeated('?/', 'rtsp://h/', '#'), repeated('%2f', 'rtsp://h/')],
  ],
  ['a MIKEY message', (text) => decodeMikeyText(text), [repeated('A'), repeated('=', 'A')]],
  ['blanks', trimBlanks, blanks],
  ['header fields', (text) => parseFields(text.split('\n')), [...blanks, repeated('a:'), repeated(' a\n', 'b: c\n')]],
  ['the head of a tunnel', recogniseTunnel, [...blanks, repeated('?/')]],
  ['base64', (text) => new Base64Decoder().decode(Buffer.from(text, 'latin1')), [repeated('A'), repeated('=')]],
  [
    'RTCP',
    (text) => parseRtcp(Buffer.from(text, 'latin1')),
    [repeated('\x80\xc9\0\0'), repeated('\x84\xce\0\x04abcdefghijklmnop')],
  ],
];

for (const [what, parse, worst] of parsers) {
  linear(`the cost of ${what} grows no faster than its length`, async () => {
    for (const one of worst) await assertLinear(parse, one, 16_384);
  });
}

const streams: readonly [string, (text: string) => unknown, WorstInput, number][] = [
  ['a head of blanks', (text) => read(text, 65_536), repeated(' ', `${requestLine}A:`, 'b\r\n\r\n'), 16_000],
  ['heads of blanks', (text) => read(text, 1_000), repeated(`${requestLine}A:${' '.repeat(4_000)}b\r\n\r\n`), 500_000],
  ['a head in single bytes', (text) => read(text, 1), repeated('A: b\r\n', requestLine), 16_000],
  ['a head without line ends', (text) => read(text, 1), repeated('a', 'OPTIONS '), 16_000],
  [
    'a body in single bytes',
    (text) => read(text, 1),
    (length) =>
      `${requestLine}${`A: ${'b'.repeat(250)}\r\n`.repeat(60)}Content-Length: ${length}\r\n\r\n${'a'.repeat(length)}`,
    16_000,
  ],
  ['empty lines', (text) => read(text, 1), repeated('\r\n'), 65_536],
  ['a frame in single bytes', (text) => read(text, 1), repeated('a', '$\0\xff\xff'), 65_536],
  ['frames in one segment', (text) => read(text, 65_536), repeated('$\0\0\x01a'), 262_144],
  ['requests in one segment', (text) => read(text, 65_536), repeated(`${requestLine}\r\n`), 262_144],
  ['a WebSocket frame in single bytes', readFrames, repeated('a', '\x82\xff\0\0\0\0\0\x01\xf4\0mask'), 65_536],
  ['empty WebSocket frames', readFrames, repeated('\x8a\x80mask'), 65_536],
  ['the head of another POST in single bytes', (text) => readPosts(text, 0), repeated('a', 'POST /'), 8_000],
  [
    'POSTs without body',
    (text) => readPosts(text, 0),
    repeated('POST / HTTP/1.0\r\nContent-Length: 0\r\n\r\n'),
    65_536,
  ],
];

for (const [what, parse, worst, longest] of streams) {
  linear(`the cost of ${what} grows no faster than its length`, () => assertLinear(parse, worst, longest));
}

linear.run();
