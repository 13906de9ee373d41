import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { boards } from '../../../hal/boards/catalogue.ts';
import { boardSchema } from '../../../hal/boards/file/board-schema.ts';
import { wiringFaults } from '../../../hal/boards/file/wiring.ts';

const catalogue = suite('boards');

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
}

catalogue.run();
