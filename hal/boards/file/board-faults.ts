import { checkAxisFact } from '../../motion/check-facts.ts';
import { HalError } from '../../ports/hal-error.ts';
import type { Board } from '../board.ts';
import { encodingFaults } from './encoding.ts';
import { type WiringFault, wiringFaults } from './wiring.ts';

/** What would keep an axis from being opened; what two of them share, the wiring tells. */
function axisFaults({ axes = [] }: Board): readonly WiringFault[] {
  return axes.flatMap((axis, index): WiringFault[] => {
    try {
      checkAxisFact(axis);
      return [];
    } catch (error) {
      if (!(error instanceof HalError)) throw error;
      return [{ path: ['axes', index], message: error.message }];
    }
  });
}

/** All contradictions in a board whose members are each as they must be. */
export function boardFaults(board: Board): readonly WiringFault[] {
  return [...wiringFaults(board), ...encodingFaults(board), ...axisFaults(board)];
}
