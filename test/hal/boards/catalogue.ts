import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { boards } from '../../../hal/boards/catalogue.ts';
import { boardFaults } from '../../../hal/boards/file/board-faults.ts';
import { boardSchema } from '../../../hal/boards/file/board-schema.ts';

const catalogue = suite('boards');

for (const [name, board] of Object.entries(boards)) {
  catalogue(
    `${name} is what a board file may say: nothing contradicts, its encoders exist and take its pictures`,
    () => {
      assert.is(board.name, name);
      const checked = boardSchema.safeParse(board);
      assert.equal(checked.error?.issues ?? [], []);
      assert.equal(boardFaults(board), []);
    },
  );
}

catalogue.run();
