import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { clientFrame, frameReader } from '../websocket-wire.ts';

const wire = suite('soak websocket-wire');

/** The frame as a server sends it: without mask. */
function serverFrame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  if (length < 126) return Buffer.concat([Buffer.from([0x80 | opcode, length]), payload]);
  if (length < 65_536) return Buffer.concat([Buffer.from([0x80 | opcode, 126, length >> 8, length & 0xff]), payload]);
  const head = Buffer.alloc(10);
  head.writeUInt8(0x80 | opcode, 0);
  head.writeUInt8(127, 1);
  head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, payload]);
}

const payloads = [0, 1, 125, 126, 65_535, 65_536].map((length) => Buffer.alloc(length, length % 251));

for (const step of [1, 7, 4096, 1_000_000]) {
  wire(`reads frames of all lengths in pieces of ${step} octets`, () => {
    const found: Buffer[] = [];
    const read = frameReader((opcode, payload) => {
      assert.is(opcode, 2);
      found.push(Buffer.from(payload));
    });
    const small = step < 7 ? payloads.slice(0, 4) : payloads;
    const all = Buffer.concat(small.map((payload) => serverFrame(2, payload)));
    for (let at = 0; at < all.length; at += step) read(all.subarray(at, at + step));
    assert.equal(found, small);
  });
}

for (const length of [0, 5, 125, 126, 3000]) {
  wire(`writes a masked frame of ${length} octets`, () => {
    const payload = Buffer.alloc(length, 0x5a);
    const frame = clientFrame(2, payload);
    const head = length < 126 ? 2 : 4;
    assert.is(frame[0], 0x82);
    assert.is((frame[1] ?? 0) & 0x80, 0x80);
    const mask = frame.subarray(head, head + 4);
    const plain = Buffer.from(frame.subarray(head + 4).map((byte, index) => byte ^ (mask[index % 4] ?? 0)));
    assert.equal(plain, payload);
  });
}

wire.run();
