import type { Board } from '../board.ts';
import type { BoardFault } from './board-fault.ts';
import { encodingFaults } from './encoding.ts';
import { wiringFaults } from './wiring.ts';

/** Contradictions between the parts of a board that the schema accepts. */
export function boardFaults(board: Board): readonly BoardFault[] {
  return [...wiringFaults(board), ...encodingFaults(board)];
}
