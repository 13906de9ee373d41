import { type Board, boardSchema } from '../board.ts';
import { boardFaults } from './board-faults.ts';
import { readYamlFile, schemaFaults } from './yaml-file.ts';

/** Largest board file, bytes; a full file with comments has some 10 KiB. */
const sizeLimit = 256 * 1024;

/** Mistakes in a board file, each with its line number and the reason. No hardware was opened. @internal */
export class BoardFileError extends Error {
  constructor(file: string, faults: readonly string[]) {
    super(
      `The board file ${file} has ${faults.length === 1 ? 'a mistake' : `${faults.length} mistakes`}:\n  ${faults.join('\n  ')}`,
    );
    this.name = 'BoardFileError';
  }
}

/**
 * Board with members replaced by those of the file (YAML, or JSON with comments); a list replaces the whole list.
 * Throws BoardFileError.
 */
export function applyBoardFile(board: Board, file: string, text: string): Board {
  const read = readYamlFile(text, sizeLimit);
  if (!('describe' in read)) throw new BoardFileError(file, read);
  const checked = boardSchema.safeParse({ ...board, ...read.value });
  const faults = checked.success ? boardFaults(checked.data) : schemaFaults(checked.error, 'a board');
  if (checked.success && faults.length === 0) return checked.data;
  throw new BoardFileError(file, read.describe(faults));
}
