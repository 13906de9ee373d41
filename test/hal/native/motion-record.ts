import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { addon } from '../../../hal/native/addon.ts';
import { readMotionRecord } from '../../../hal/native/motion-record.ts';

const record = suite('motion record');

/** A record of a picture whose lower half changes. */
function changing(): Buffer {
  const analyser = addon.openAnalyser(320, 180, { wide: 320, sensitivity: 60, ignored: [] });
  const picture = Buffer.alloc(320 * 180, 100);
  let bytes: Buffer = Buffer.alloc(0);
  for (let step = 0; step < 20; step += 1) {
    if (step > 12) picture.fill(60 + 20 * (step % 5), 320 * 120, 320 * 160);
    bytes = addon.analyse(analyser, picture, 'GRAY8', 320, step / 10);
  }
  return bytes;
}

record('tells cells, levels and blobs', () => {
  const { cells, levels, blobs, columns, rows, time, utc } = readMotionRecord(changing());
  assert.equal([columns, rows, time, utc], [32, 18, 1_900_000_000n, 1900]);
  const bits = cells.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);
  assert.ok(bits > 0 && bits === levels.filter((level) => level > 0).length);
  assert.is(blobs.length, 1);
});

record('refuses each shorter and longer form', () => {
  const bytes = changing();
  for (let length = 0; length < bytes.length; length += 1)
    assert.throws(() => readMotionRecord(bytes.subarray(0, length)), RangeError);
  assert.throws(() => readMotionRecord(Buffer.concat([bytes, Buffer.alloc(1)])), RangeError);
});

record('gives a record or a RangeError for any change of a byte', () => {
  const bytes = changing();
  for (let at = 0; at < bytes.length; at += 1)
    for (const value of [0, 1, 0x7f, 0xff]) {
      const changed = Buffer.from(bytes);
      changed[at] = value;
      try {
        readMotionRecord(changed);
      } catch (error) {
        assert.instance(error, RangeError);
      }
    }
});

record.run();
