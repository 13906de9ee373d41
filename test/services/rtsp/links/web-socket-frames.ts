import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  controlFrame,
  WebSocketError,
  WebSocketFrames,
  type WebSocketInput,
  webSocketLimits,
} from '../../../../services/rtsp/links/web-socket-frames.ts';
import { clientFrame } from '../web-socket-client.ts';

const frames = suite('web-socket-frames');

function read(...chunks: readonly Buffer[]): readonly WebSocketInput[] {
  const reader = new WebSocketFrames();
  const inputs: WebSocketInput[] = [];
  for (const chunk of chunks) {
    reader.push(chunk);
    for (let input = reader.next(); input !== undefined; input = reader.next()) inputs.push(input);
  }
  return inputs;
}

const data = (text: string | Buffer): WebSocketInput => ({ kind: 'data', bytes: Buffer.from(text) });

const rows: readonly [string, Buffer, readonly WebSocketInput[]][] = [
  ['a binary message', clientFrame('binary', 'hello'), [data('hello')]],
  ['an empty one', clientFrame('binary', ''), [data('')]],
  ['126 octets', clientFrame('binary', 'x'.repeat(126)), [data('x'.repeat(126))]],
  ['65,536 octets', clientFrame('binary', 'x'.repeat(65_536)), [data('x'.repeat(65_536))]],
  [
    'fragments with a ping between them',
    Buffer.concat([
      clientFrame('binary', 'he', { final: false }),
      clientFrame('ping', 'p'),
      clientFrame('continuation', 'l', { final: false }),
      clientFrame('continuation', 'lo'),
    ]),
    [data('he'), { kind: 'ping', bytes: Buffer.from('p') }, data('l'), data('lo')],
  ],
  ['a pong without a word', clientFrame('pong', 'x'), []],
  ['a close with its code', clientFrame('close', Buffer.from([0x03, 0xe9])), [{ kind: 'close', code: 1001 }]],
  ['a close without', clientFrame('close', ''), [{ kind: 'close', code: undefined }]],
];

// shows STR-93, STR-94
for (const [what, bytes, expected] of rows) {
  frames(`reads ${what}, whole and octet by octet`, () => {
    assert.equal(read(bytes), expected);
    if (bytes.length < 1000) assert.equal(read(...[...bytes].map((octet) => Buffer.from([octet]))), expected);
  });
}

const wide = Buffer.from([0x82, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4]);
const refused: readonly [string, Buffer, number][] = [
  ['text', clientFrame('text', 'x'), 1003],
  ['what is not masked', clientFrame('binary', 'x', { masked: false }), 1002],
  ['a reserved bit', clientFrame('binary', 'x', { reserved: 0x40 }), 1002],
  ['an opcode nobody knows', clientFrame(0x5, 'x'), 1002],
  ['a control opcode nobody knows', clientFrame(0xb, 'x'), 1002],
  ['a continuation of nothing', clientFrame('continuation', 'x'), 1002],
  [
    'a message inside a message',
    Buffer.concat([clientFrame('binary', 'x', { final: false }), clientFrame('binary', 'x')]),
    1002,
  ],
  ['a fragmented ping', clientFrame('ping', 'x', { final: false }), 1002],
  ['a long ping', clientFrame('ping', 'x'.repeat(126)), 1002],
  ['a length not in its shortest form', Buffer.from([0x82, 0xfe, 0, 5, 1, 2, 3, 4]), 1002],
  ['a frame too large, before it came', Buffer.from([0x82, 0xff, 0, 0, 0, 0, 0, 2, 0, 1, 1, 2, 3, 4]), 1009],
  ['a length beyond all numbers', wide, 1009],
  [
    'a message without end',
    Buffer.concat([
      clientFrame('binary', Buffer.alloc(webSocketLimits.frame), { final: false }),
      ...Array.from({ length: 8 }, () =>
        clientFrame('continuation', Buffer.alloc(webSocketLimits.frame), { final: false }),
      ),
    ]),
    1009,
  ],
];

for (const [what, bytes, code] of refused) {
  frames(`refuses ${what} with ${code}`, () => {
    assert.throws(
      () => read(bytes),
      (error: unknown) => error instanceof WebSocketError && error.code === code,
    );
  });
}

frames('takes any octets without another exception', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 6 }), (chunks) => {
      try {
        read(...chunks.map((chunk) => Buffer.from(chunk)));
      } catch (error) {
        if (!(error instanceof WebSocketError)) throw error;
      }
    }),
    { numRuns: 500 },
  );
});

frames('writes control frames without mask', () => {
  assert.equal(controlFrame('pong', Buffer.from('x')), Buffer.from([0x8a, 1, 0x78]));
  assert.equal(controlFrame('close', Buffer.from([0x03, 0xe8])), Buffer.from([0x88, 2, 0x03, 0xe8]));
});

frames.run();
