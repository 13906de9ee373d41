import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { boards } from '../../../hal/boards/catalogue.ts';
import { playableFormats } from '../../../hal/gstreamer/playback/speaker.ts';

const decoders = suite('audio decoders of boards');

/** Codecs with clock rates of all formats. */
const formats = new Set(playableFormats().map(({ codec, clockRate }) => `${codec} ${clockRate}`));
const bitratesOfG726 = playableFormats().flatMap(({ codec, bitrate }) => (codec === 'G726' ? [bitrate] : []));

for (const [name, { audioDecoders }] of Object.entries(boards)) {
  if (audioDecoders === undefined) continue;
  decoders(`${name} lists the formats of its speaker in order of preference`, () => {
    const told = audioDecoders.flatMap(({ codec, sampleRates }) => sampleRates.map((rate) => `${codec} ${rate}`));
    assert.equal(told, [...formats]);
    assert.equal(audioDecoders.find(({ codec }) => codec === 'G726')?.bitrates, bitratesOfG726);
  });
}

decoders.run();
