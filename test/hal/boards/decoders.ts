import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { boards } from '../../../hal/boards/catalogue.ts';
import { playableFormats } from '../../../hal/gstreamer/playback/speaker.ts';

const decoders = suite('audio decoders of boards');

/** Codec and clock rate of every format, each once. */
const formats = new Set(playableFormats().map(({ codec, clockRate }) => `${codec} ${clockRate}`));
const bitratesOfG726 = playableFormats().flatMap(({ codec, bitrate }) => (codec === 'G726' ? [bitrate] : []));

for (const [name, { audioDecoders }] of Object.entries(boards)) {
  if (audioDecoders === undefined) continue;
  decoders(`${name} tells what its speaker plays, in the order of its offers`, () => {
    const told = audioDecoders.flatMap(({ codec, sampleRates }) => sampleRates.map((rate) => `${codec} ${rate}`));
    assert.equal(told, [...formats]);
    assert.equal(audioDecoders.find(({ codec }) => codec === 'G726')?.bitrates, bitratesOfG726);
  });
}

decoders.run();
