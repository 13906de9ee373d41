import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { packBits, unpackBits } from '../../../../services/analytics/scene/pack-bits.ts';

const bits = suite('PackBits');

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));

// shows ANA-41
bits('packs the example of the standard', () => {
  const packed = packBits(bytes('fffffff0f0f0'));
  assert.is(Buffer.from(packed).toString('hex'), 'fefffef0');
  assert.is(Buffer.from(packed).toString('base64'), '/v/+8A==');
});

const rows: readonly (readonly [string, string])[] = [
  ['', ''],
  ['aa', '00aa'],
  ['aabb', '01aabb'],
  ['aaaa', 'ffaa'],
  ['aabbbb', '00aaffbb'],
  ['00'.repeat(72), 'b900'],
  ['00'.repeat(200), '8100b900'],
];
for (const [plain, packed] of rows)
  bits(`packs ${plain.length / 2} bytes ${plain.slice(0, 8)} as ${packed || 'nothing'}`, () => {
    assert.is(Buffer.from(packBits(bytes(plain))).toString('hex'), packed);
    assert.equal(unpackBits(bytes(packed), plain.length / 2), bytes(plain));
  });

const content = fc.oneof(
  fc.uint8Array({ maxLength: 600 }),
  fc
    .array(fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 1, max: 300 })), { maxLength: 8 })
    .map((runs) => Uint8Array.from(runs.flatMap(([value, length]) => Array<number>(length).fill(value)))),
);

bits('unpacks whatever it packed, and never writes the header that says nothing', () => {
  fc.assert(
    fc.property(content, (given) => {
      const packed = packBits(given);
      let at = 0;
      while (at < packed.length) {
        const header = packed[at] ?? 0;
        if (header === 0x80) return false;
        at += header < 0x80 ? header + 2 : 2;
      }
      return at === packed.length && Buffer.from(given).equals(Buffer.from(unpackBits(packed, given.length) ?? [1]));
    }),
  );
});

bits('accepts the header that says nothing, and refuses what does not fit', () => {
  assert.equal(unpackBits(bytes('80ffaa80'), 2), bytes('aaaa'));
  for (const [packed, length] of [
    ['ffaa', 3],
    ['ffaa', 1],
    ['02aabb', 3],
    ['ff', 2],
  ] as const)
    assert.is(unpackBits(bytes(packed), length), undefined);
  fc.assert(
    fc.property(fc.uint8Array(), fc.nat(2000), (packed, length) => {
      const unpacked = unpackBits(packed, length);
      return unpacked === undefined || unpacked.length === length;
    }),
  );
});

bits.run();
