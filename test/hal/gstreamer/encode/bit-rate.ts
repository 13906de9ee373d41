import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { virtual } from '../../../../hal/boards/virtual.ts';
import { usableCapabilities } from '../../../../hal/codecs/usable-capabilities.ts';
import { videoFormats } from '../../../../hal/codecs/video-formats.ts';
import type { MediaEngine, VideoEncoderState } from '../../../../hal/ports/media-engine.ts';
import { recordPackets } from '../../rtp-recording.ts';
import { startEngine, subEncoder } from '../../running-engine.ts';

const rates = suite('bit rate');

/** Streams at the lowest bit rate that the virtual board offers for a codec, with the most and with few key frames. */
const lowest: readonly VideoEncoderState[] = usableCapabilities(virtual.encoders, (codec) =>
  videoFormats[codec].encoders.find(({ element }) => element === 'x264enc' || element === 'x265enc'),
)
  .filter(({ codec }) => codec !== 'JPEG')
  .flatMap(({ codec, bitrate, govLength }) =>
    [true, false].flatMap((constantBitRate) =>
      [govLength.min, 10].map((distance) => ({
        ...subEncoder,
        id: `${codec} ${constantBitRate ? 'constant' : 'variable'} ${distance}`,
        codec,
        bitrate: bitrate.min,
        constantBitRate,
        quality: 100,
        frameRate: 5,
        govLength: distance,
      })),
    ),
  );

/** kbit/s of a stream, from two seconds after its first packet on. */
async function measured(engine: MediaEngine, id: string): Promise<number> {
  let begin: number | undefined;
  let octets = 0;
  await recordPackets(engine, id, 14_000, (packet) => {
    begin ??= performance.now() + 2000;
    if (performance.now() > begin) octets += packet.length;
  });
  return (octets * 8) / (performance.now() - (begin ?? Number.NaN));
}

rates('streams at the lowest bit rate that is offered keep it', async () => {
  const engine = await startEngine(lowest, {}, undefined, { play: 20_000 });
  const kept = await Promise.all(lowest.map(({ id }) => measured(engine, id)));
  await engine.stop();
  kept.forEach((kilobits, index) => {
    const { id = '', bitrate = 0 } = lowest[index] ?? {};
    // A buffer of one second of bits beyond the rate, and the headers of the packets.
    assert.ok(kilobits > 0 && kilobits <= 1.25 * bitrate, `${id}: ${kilobits.toFixed(0)} of ${bitrate} kbit/s`);
  });
});

rates.run();
