import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseRtcp, type RtcpMessage } from '../../../services/rtsp/rtcp.ts';

const rtcp = suite('rtcp');

/** One packet of a compound: first byte's low bits, type, words of the rest. */
function packet(count: number, type: number, ...words: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 + 4 * words.length);
  bytes.writeUInt8(0x80 | count, 0);
  bytes.writeUInt8(type, 1);
  bytes.writeUInt16BE(words.length, 2);
  for (const [index, word] of words.entries()) bytes.writeUInt32BE(word, 4 + 4 * index);
  return bytes;
}

const block = (ssrc: number): readonly number[] => [ssrc, 0, 0, 0, 0, 0];

const rows: readonly [string, Buffer, readonly RtcpMessage[]][] = [
  ['an empty receiver report', packet(0, 201, 7), [{ kind: 'receiver-report', ssrc: 7, sources: [] }]],
  [
    'a receiver report of two sources',
    packet(2, 201, 7, ...block(11), ...block(12)),
    [{ kind: 'receiver-report', ssrc: 7, sources: [11, 12] }],
  ],
  [
    'a compound of report, description and BYE',
    Buffer.concat([packet(0, 201, 7), packet(1, 202, 7, 0x01016100), packet(1, 203, 7)]),
    [
      { kind: 'receiver-report', ssrc: 7, sources: [] },
      { kind: 'other', type: 202 },
      { kind: 'bye', ssrc: 7 },
    ],
  ],
  ['a picture loss indication', packet(1, 206, 7, 11), [{ kind: 'picture-loss', source: 11 }]],
  [
    'a full intra request for two sources',
    packet(4, 206, 7, 0, 11, 0x01000000, 12, 0x02000000),
    [{ kind: 'full-intra-request', sources: [11, 12] }],
  ],
  ['feedback of another format', packet(15, 206, 7, 11), [{ kind: 'other', type: 206 }]],
  [
    'a report that says more sources than it has',
    packet(31, 201, 7, ...block(11)),
    [{ kind: 'receiver-report', ssrc: 7, sources: [11] }],
  ],
  ['a packet of one word', packet(0, 201), [{ kind: 'other', type: 201 }]],
];

for (const [what, bytes, messages] of rows) rtcp(`reads ${what}`, () => assert.equal(parseRtcp(bytes), messages));

const malformed: readonly [string, Buffer][] = [
  ['nothing', Buffer.alloc(0)],
  ['three bytes', Buffer.from([0x80, 201, 0])],
  ['version 1', Buffer.from([0x40, 201, 0, 0])],
  ['an RTP packet', Buffer.from([0x80, 96, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])],
  ['a length beyond the end', Buffer.from([0x80, 201, 0, 9, 0, 0, 0, 0])],
  ['rubbish behind a good packet', Buffer.concat([packet(0, 201, 7), Buffer.from([1, 2, 3, 4])])],
];

for (const [what, bytes] of malformed) rtcp(`refuses ${what}`, () => assert.is(parseRtcp(bytes), undefined));

rtcp('takes any bytes without an exception', () => {
  const bytes = fc.uint8Array({ maxLength: 200 });
  fc.assert(
    fc.property(bytes, fc.integer({ min: 192, max: 223 }), fc.nat(31), (body, type, count) => {
      const whole = body.subarray(0, body.length - (body.length % 4));
      const head = Buffer.from([0x80 | count, type, 0, whole.length / 4]);
      assert.ok(parseRtcp(Buffer.concat([head, whole])) !== undefined);
      parseRtcp(Buffer.from(body));
    }),
  );
});

rtcp.run();
