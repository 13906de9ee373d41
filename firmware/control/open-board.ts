import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Board } from '../../hal/boards/board.ts';
import { boards } from '../../hal/boards/catalogue.ts';
import type { RunOptions } from '../options.ts';

/** Name of the board file in the data folder. */
const defaultName = 'board.yaml';

async function readText(file: string, wanted: boolean): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && !wanted) return undefined;
    throw new Error(`The board file ${file} cannot be read: ${code ?? String(error)}`, { cause: error });
  }
}

/**
 * The board by its name, with what the owner's board file says instead: the one that is named, else `board.yaml` in the data
 * folder where there is one. Rejects with a message for people; nothing was opened or moved then.
 */
export async function openBoard({
  board: name,
  boardFile,
  data,
}: Pick<RunOptions, 'board' | 'boardFile' | 'data'>): Promise<Board> {
  const board = boards[name];
  if (board === undefined) throw new Error(`there is no board ${name}`);
  const file = boardFile ?? join(data, defaultName);
  const text = await readText(file, boardFile !== undefined);
  if (text === undefined) return board;
  // The reader's libraries cost memory that a board without a file need not spend.
  const { applyBoardFile } = await import('../../hal/boards/file/read-board-file.ts');
  return applyBoardFile(board, file, text);
}
