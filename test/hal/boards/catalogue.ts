import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { boardSchema } from '../../../hal/boards/board.ts';
import { boards } from '../../../hal/boards/catalogue.ts';
import { boardFaults } from '../../../hal/boards/file/board-faults.ts';

const catalogue = suite('boards');

for (const [name, board] of Object.entries(boards)) {
  catalogue(
    `${name} fits the schema of a board file, has no conflicts, and its encoders exist and accept its pictures`,
    () => {
      assert.is(board.name, name);
      const checked = boardSchema.safeParse(board);
      assert.equal(checked.error?.issues ?? [], []);
      assert.equal(boardFaults(board), []);
    },
  );
}

catalogue.run();
