import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type RtspInput, RtspReader, readerLimits } from '../../../services/rtsp/reader.ts';
import { RtspError } from '../../../services/rtsp/status.ts';

const reader = suite('reader');

/** Everything that is read when the bytes come in pieces of that size. */
function readAll(bytes: Buffer | string, size: number = Number.POSITIVE_INFINITY): readonly RtspInput[] {
  const whole = Buffer.from(bytes as string, 'latin1');
  const reading = new RtspReader();
  const found: RtspInput[] = [];
  for (let at = 0; at < whole.length; at += size) {
    reading.push(Buffer.from(whole.subarray(at, Math.min(whole.length, at + size))));
    for (let one = reading.next(); one !== undefined; one = reading.next()) found.push(one);
  }
  return found;
}

function statusOf(bytes: string): number | undefined {
  try {
    readAll(bytes);
    return undefined;
  } catch (error) {
    if (error instanceof RtspError) return error.status;
    throw error;
  }
}

const play = 'PLAY rtsp://h/a RTSP/1.0\r\nCSeq: 4\r\nSession: 12\r\n\r\n';
const set = 'SET_PARAMETER rtsp://h/a RTSP/1.0\r\nCSeq: 5\r\nContent-Length: 6\r\n\r\na: b\r\n';
const frame = Buffer.from([0x24, 1, 0, 3, 9, 8, 7]);

reader('reads method, URI, headers and body', () => {
  const [input] = readAll(set);
  assert.ok(input?.kind === 'request');
  assert.is(input.request.method, 'SET_PARAMETER');
  assert.is(input.request.uri, 'rtsp://h/a');
  assert.equal(
    [...input.request.headers],
    [
      ['cseq', '5'],
      ['content-length', '6'],
    ],
  );
  assert.is(input.request.body.toString(), 'a: b\r\n');
});

reader('reads the same however the bytes are cut', () => {
  const bytes = Buffer.concat([Buffer.from(play), frame, Buffer.from(`\r\n${set}`), frame, Buffer.from(play)]);
  const whole = readAll(bytes);
  assert.equal(
    whole.map((one) => one.kind),
    ['request', 'interleaved', 'request', 'interleaved', 'request'],
  );
  for (const size of [1, 2, 3, 5, 7, 11, 50]) assert.equal(readAll(bytes, size), whole, `pieces of ${size}`);
});

reader('reads interleaved frames with channel and packet', () => {
  const [input] = readAll(frame);
  assert.ok(input?.kind === 'interleaved');
  assert.is(input.channel, 1);
  assert.equal([...input.packet], [9, 8, 7]);
});

reader('tolerates line feeds alone, folded lines and empty lines before a request', () => {
  const [input] = readAll('\r\n\nOPTIONS * RTSP/1.0\nCSeq: 1\nAccept: a,\n b\n\n');
  assert.ok(input?.kind === 'request');
  assert.is(input.request.headers.get('accept'), 'a,  b'.replace('  ', ' '));
});

reader('joins headers that are repeated', () => {
  const [input] = readAll('OPTIONS * RTSP/1.0\r\nRequire: a\r\nrequire: b\r\n\r\n');
  assert.ok(input?.kind === 'request');
  assert.is(input.request.headers.get('require'), 'a, b');
});

const refused: readonly [string, string, number][] = [
  ['another protocol', 'GET / HTTP/1.1\r\n\r\n', 400],
  ['bytes that are no request', '\x16\x03\x01\x02\x00\x01\x00', 400],
  ['lower-case methods', 'play rtsp://h/a RTSP/1.0\r\n\r\n', 400],
  ['another version', 'PLAY rtsp://h/a RTSP/2.0\r\nCSeq: 1\r\n\r\n', 505],
  ['a header without a colon', 'PLAY rtsp://h/a RTSP/1.0\r\nCSeq 1\r\n\r\n', 400],
  ['a head without end', `PLAY rtsp://h/a RTSP/1.0\r\n${'A: b\r\n'.repeat(4000)}`, 400],
  ['one endless line', `PLAY rtsp://h/${'a'.repeat(20_000)}`, 400],
  ['too many headers', `PLAY rtsp://h/a RTSP/1.0\r\n${'A: b\r\n'.repeat(readerLimits.headers + 1)}\r\n`, 400],
  ['a header too long', `PLAY rtsp://h/a RTSP/1.0\r\nA: ${'b'.repeat(readerLimits.line)}\r\n\r\n`, 400],
  ['a length that is no number', 'PLAY rtsp://h/a RTSP/1.0\r\nContent-Length: -1\r\n\r\n', 400],
  ['a body too large', 'PLAY rtsp://h/a RTSP/1.0\r\nContent-Length: 99999999\r\n\r\n', 413],
];

for (const [what, bytes, status] of refused) {
  reader(`refuses ${what} with ${status}`, () => assert.is(statusOf(bytes), status));
}

reader('holds no more than its limits, whatever comes', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 64 }), { maxLength: 20 }), fc.boolean(), (pieces, asRequest) => {
      const reading = new RtspReader();
      if (asRequest) reading.push(Buffer.from('OPTIONS * RTSP/1.0\r\n'));
      try {
        for (const piece of pieces) {
          reading.push(Buffer.from(piece));
          while (reading.next() !== undefined);
        }
      } catch (error) {
        assert.instance(error, RtspError);
      }
    }),
  );
});

reader('reads 16,000 one-byte pieces of a head without quadratic work', () => {
  const head = `OPTIONS * RTSP/1.0\r\n${'A: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\r\n'.repeat(60)}\r\n`;
  assert.is(readAll(head, 1).length, 1);
});

reader.run();
