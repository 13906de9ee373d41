import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { LimitedQuality } from '../../../hal/codecs/limited-quality.ts';
import { subEncoder } from '../running-engine.ts';

const limited = suite('quality that keeps a bit rate');

const jpeg = { ...subEncoder, codec: 'JPEG', profile: undefined, quality: 90, bitrate: 2000 } as const;

/** kbit/s of a picture at a quality: each of these makes its bits grow in another way. */
const pictures: Readonly<Record<string, (quality: number) => number>> = {
  plain: (quality) => 200 * 2 ** (quality / 40),
  detailed: (quality) => 600 * 2 ** (quality / 30),
  steep: (quality) => 300 * 2 ** (quality / 20),
};

/** Bit rates, one each half second, once the quality had a second to settle. */
function settled(rate: LimitedQuality, picture: (quality: number) => number): readonly number[] {
  const found: number[] = [];
  for (let turn = 0; turn < 60; turn += 1) {
    const kilobits = picture(rate.state.quality);
    found.push(kilobits);
    rate.take(kilobits);
  }
  return found;
}

for (const [what, picture] of Object.entries(pictures))
  for (const bitrate of [1000, 2000, 6000])
    limited(`keeps ${bitrate} kbit/s of a ${what} picture, and does not waste them`, () => {
      const rate = new LimitedQuality({ ...jpeg, bitrate });
      const found = settled(rate, picture);
      const late = found.slice(4);
      assert.ok(
        late.every((kilobits) => kilobits <= 1.1 * bitrate),
        found.join(' '),
      );
      const last = found.at(-1) ?? 0;
      assert.ok(last > 0.7 * bitrate || rate.state.quality === 90, `${last} of ${bitrate}`);
    });

limited('follows a picture that becomes busy within a second', () => {
  const rate = new LimitedQuality(jpeg);
  settled(rate, pictures.plain ?? (() => 0));
  const busy = (quality: number): number => 900 * 2 ** (quality / 30);
  for (let turn = 0; turn < 3; turn += 1) rate.take(busy(rate.state.quality));
  assert.ok(busy(rate.state.quality) <= 1.1 * jpeg.bitrate);
});

limited('never exceeds what a client wants, and takes new settings at once', () => {
  const rate = new LimitedQuality(jpeg);
  settled(rate, () => 10);
  assert.is(rate.state.quality, 90);
  rate.change({ ...jpeg, quality: 40 });
  assert.is(rate.state.quality, 40);
  rate.change({ ...jpeg, quality: 100, width: 1280, height: 720 });
  assert.ok(rate.state.quality < 90);
  assert.not(rate.take(0));
});

limited.run();
