import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openBoard } from '../../../firmware/control/open-board.ts';
import { virtual } from '../../../hal/boards/virtual.ts';

const board = suite('the board that is run');
let data = '';

board.before.each(async () => {
  data = await mkdtemp(join(tmpdir(), 'vedette-board-'));
});
board.after.each(() => rm(data, { recursive: true }));

board('is the one of the catalogue where no file says otherwise', async () => {
  assert.equal(await openBoard({ board: 'virtual', boardFile: undefined, data }), virtual);
});

board('takes board.yaml of the data folder without being told', async () => {
  await writeFile(join(data, 'board.yaml'), 'model: Mine\n');
  assert.is((await openBoard({ board: 'virtual', boardFile: undefined, data })).model, 'Mine');
});

board('takes the file that is named before the one of the data folder', async () => {
  await writeFile(join(data, 'board.yaml'), 'model: Mine\n');
  const boardFile = join(data, 'other.json');
  await writeFile(boardFile, '{ "model": "Other" }');
  assert.is((await openBoard({ board: 'virtual', boardFile, data })).model, 'Other');
});

board('refuses a named file that is not there, and one with a mistake, with a message for people', async () => {
  const boardFile = join(data, 'absent.yaml');
  const refusal = (file: string | undefined): Promise<unknown> =>
    openBoard({ board: 'virtual', boardFile: file, data }).catch((error: unknown) => (error as Error).message);
  assert.match(String(await refusal(boardFile)), /absent\.yaml cannot be read: ENOENT/);
  await writeFile(join(data, 'board.yaml'), 'model: Mine\nmotors: 3\n');
  assert.match(String(await refusal(undefined)), /board\.yaml has a mistake:\n {2}line 2: motors: is no key/);
});

board.run();
