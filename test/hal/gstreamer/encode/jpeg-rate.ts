// plain: it measures the bit rate of encoders that are not ours
import { suite } from 'uvu';
import { virtual } from '../../../../hal/boards/virtual.ts';
import { usableCapabilities } from '../../../../hal/codecs/usable-capabilities.ts';
import { videoFormats } from '../../../../hal/codecs/video-formats.ts';
import { startEngine, subEncoder } from '../../running-engine.ts';
import { assertKept, secondRates } from '../../second-rates.ts';

const rates = suite('bit rate of JPEG');

const [offered] = usableCapabilities(virtual.encoders, (codec) =>
  codec === 'JPEG' ? videoFormats.JPEG.encoders[1] : null,
);

for (const [what, size, frameRate] of [
  ['small', { width: 320, height: 176 }, 5],
  ['larger', { width: 640, height: 360 }, 10],
] as const)
  rates(`of a ${what} picture is kept at both ends of what the options promise`, async () => {
    const least = (size.width * size.height * frameRate * (offered?.leastBits ?? 0)) / 1000;
    for (const bitrate of [Math.max(least, offered?.bitrate.min ?? 0), offered?.bitrate.max ?? 0]) {
      const jpeg = { ...subEncoder, ...size, codec: 'JPEG', profile: undefined } as const;
      const engine = await startEngine([{ ...jpeg, frameRate, bitrate, quality: 100 }], {}, undefined, {
        play: 20_000,
      });
      const found = await secondRates(engine, jpeg.id, 9000);
      await engine.stop();
      assertKept(found, bitrate, `${what} picture`);
    }
  });

rates.run();
