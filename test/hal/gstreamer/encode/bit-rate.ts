// plain: it measures the bit rate of encoders that are not ours
import { suite } from 'uvu';
import { virtual } from '../../../../hal/boards/virtual.ts';
import { usableCapabilities } from '../../../../hal/codecs/usable-capabilities.ts';
import { videoFormats } from '../../../../hal/codecs/video-formats.ts';
import type { VideoEncoderState } from '../../../../hal/ports/media-engine.ts';
import { startEngine, subEncoder } from '../../running-engine.ts';
import { assertKept, secondRates } from '../../second-rates.ts';

const rates = suite('bit rate');

/** What the software encoders of the virtual board offer. */
const offered = usableCapabilities(virtual.encoders, (codec) =>
  videoFormats[codec].encoders.find(({ element }) => element === 'x264enc' || element === 'x265enc'),
).filter(({ codec }) => codec !== 'JPEG');

/** Streams at one end of the bit rates of each codec. @param keys distance of key frames; undefined for the shortest */
function streamsAt(end: 'min' | 'max', keys: number | undefined): readonly VideoEncoderState[] {
  return offered.flatMap(({ codec, bitrate, govLength }) =>
    [true, false].map((constantBitRate) => ({
      ...subEncoder,
      id: `${codec} ${constantBitRate ? 'constant' : 'variable'}`,
      codec,
      bitrate: bitrate[end],
      constantBitRate,
      quality: 100,
      frameRate: 5,
      govLength: keys ?? govLength.min,
    })),
  );
}

for (const [end, keys] of [
  ['min', 10],
  ['min', undefined],
  ['max', 10],
] as const)
  rates(
    `streams at the ${end === 'min' ? 'lowest' : 'highest'} bit rate keep it, ${keys === undefined ? 'key frames as often as is offered' : `a key frame every ${keys} pictures`}`,
    async () => {
      const states = streamsAt(end, keys);
      const engine = await startEngine(states, {}, undefined, { play: 20_000 });
      const kept = await Promise.all(states.map(({ id }) => secondRates(engine, id, 12_000)));
      await engine.stop();
      for (const [index, { id, bitrate }] of states.entries()) assertKept(kept[index] ?? [], bitrate, id);
    },
  );

rates.run();
