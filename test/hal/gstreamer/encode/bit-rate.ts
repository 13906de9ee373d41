import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { virtual } from '../../../../hal/boards/virtual.ts';
import { usableCapabilities } from '../../../../hal/codecs/usable-capabilities.ts';
import { videoFormats } from '../../../../hal/codecs/video-formats.ts';
import type { MediaEngine, VideoEncoderState } from '../../../../hal/ports/media-engine.ts';
import { recordPackets } from '../../rtp-recording.ts';
import { startEngine, subEncoder } from '../../running-engine.ts';

const rates = suite('bit rate');

/** What the software encoders of the virtual board offer. */
const offered = usableCapabilities(virtual.encoders, (codec) =>
  videoFormats[codec].encoders.find(({ element }) => element === 'x264enc' || element === 'x265enc'),
).filter(({ codec }) => codec !== 'JPEG');

/** Streams at the lowest bit rate of each codec. @param keys distance of key frames; undefined for the shortest */
function lowest(keys: number | undefined): readonly VideoEncoderState[] {
  return offered.flatMap(({ codec, bitrate, govLength }) =>
    [true, false].map((constantBitRate) => ({
      ...subEncoder,
      id: `${codec} ${constantBitRate ? 'constant' : 'variable'}`,
      codec,
      bitrate: bitrate.min,
      constantBitRate,
      quality: 100,
      frameRate: 5,
      govLength: keys ?? govLength.min,
    })),
  );
}

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

for (const keys of [10, undefined])
  rates(
    `streams at the lowest bit rate keep it, ${keys === undefined ? 'key frames as often as is offered' : `a key frame every ${keys} pictures`}`,
    async () => {
      const states = lowest(keys);
      const engine = await startEngine(states, {}, undefined, { play: 20_000 });
      const kept = await Promise.all(states.map(({ id }) => measured(engine, id)));
      await engine.stop();
      kept.forEach((kilobits, index) => {
        const { id = '', bitrate = 0 } = states[index] ?? {};
        // A buffer of one second of bits beyond the rate, and the headers of the packets.
        assert.ok(kilobits > 0 && kilobits <= 1.25 * bitrate, `${id}: ${kilobits.toFixed(0)} of ${bitrate} kbit/s`);
      });
    },
  );

rates.run();
