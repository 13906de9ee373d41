import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Board } from '../../../hal/boards/board.ts';
import { boards } from '../../../hal/boards/catalogue.ts';
import { boardSchema } from '../../../hal/boards/file/board-schema.ts';
import { wiringFaults } from '../../../hal/boards/file/wiring.ts';
import { audioFormats } from '../../../hal/codecs/audio-formats.ts';
import { videoFormats } from '../../../hal/codecs/video-formats.ts';

const catalogue = suite('boards');

function elementsOf(codec: string): readonly string[] {
  const formats: Readonly<Record<string, { readonly encoders: readonly { readonly element: string }[] }>> = {
    ...videoFormats,
    ...audioFormats,
  };
  return formats[codec]?.encoders.map(({ element }) => element) ?? [];
}

function unknownElements({ encoderElements = {} }: Board): readonly string[] {
  return Object.entries(encoderElements).flatMap(([codec, elements]) =>
    elements.filter((element) => !elementsOf(codec).includes(element)),
  );
}

for (const [name, board] of Object.entries(boards)) {
  catalogue(`${name} is what a board file may say, without contradictions`, () => {
    assert.is(board.name, name);
    const checked = boardSchema.safeParse(board);
    assert.equal(checked.error?.issues ?? [], []);
    assert.equal(wiringFaults(board), []);
  });

  catalogue(`${name} can encode what its camera delivers`, () => {
    for (const { width, height, frameRate } of board.sources) {
      const fits = board.encoders.some(
        ({ resolutions, frameRates }) =>
          resolutions.some((one) => one.width === width && one.height === height) && frameRates.includes(frameRate),
      );
      assert.ok(fits, `${width}x${height} at ${frameRate}`);
    }
  });

  catalogue(`${name} names encoder elements that its codecs know`, () => {
    assert.equal(unknownElements(board), []);
  });
}

catalogue.run();
