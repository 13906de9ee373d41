import type { Board } from '../board.ts';
import { encodingFaults } from './encoding.ts';
import { wiringFaults } from './wiring.ts';
import type { ValueFault } from './yaml-file.ts';

/** Contradictions between the parts of a board that the schema accepts. */
export function boardFaults(board: Board): readonly ValueFault[] {
  return [...wiringFaults(board), ...encodingFaults(board)];
}
