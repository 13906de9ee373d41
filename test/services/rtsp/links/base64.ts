import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Base64Decoder } from '../../../../services/rtsp/links/base64.ts';

const base64 = suite('base64');

const rows: readonly [string, string][] = [
  ['', ''],
  ['T1BUSU9OUw==', 'OPTIONS'],
  ['T1BU\r\nSU9O\r\nUw==\r\n', 'OPTIONS'],
  ['T1BUSU9OUw==T1BUSU9OUw==', 'OPTIONSOPTIONS'],
  ['QUI=QUI=QQ==', 'ABABA'],
  ['QUI\t=\n Q Q = =', 'ABA'],
];

// shows STR-05a
for (const [text, expected] of rows) {
  base64(`reads ${JSON.stringify(text)}, split anywhere`, () => {
    for (let cut = 0; cut <= text.length; cut += 1) {
      const decoder = new Base64Decoder();
      const parts = [text.slice(0, cut), text.slice(cut)].map((part) => decoder.decode(Buffer.from(part)));
      assert.is(Buffer.concat(parts).toString(), expected);
    }
  });
}

for (const text of ['*', 'QUI=\0', 'AAA-', 'AAA_', 'é']) {
  base64(`refuses ${JSON.stringify(text)}`, () => {
    assert.throws(() => new Base64Decoder().decode(Buffer.from(text)), /no base64/);
  });
}

base64('reads whatever was written, in messages of any size', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 8 }),
      fc.integer({ min: 1, max: 9 }),
      (all, size) => {
        const text = Buffer.from(all.map((one) => Buffer.from(one).toString('base64')).join('\r\n'));
        const decoder = new Base64Decoder();
        const parts: Buffer[] = [];
        for (let at = 0; at < text.length; at += size) parts.push(decoder.decode(text.subarray(at, at + size)));
        assert.equal(Buffer.concat(parts), Buffer.concat(all));
      },
    ),
  );
});

base64.run();
