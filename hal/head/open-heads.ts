import type { Board } from '../boards/board.ts';
import { headFacts, headsOf, motorsOf } from '../boards/head-facts.ts';
import type { Clock } from '../ports/clock.ts';
import type { Hardware } from '../ports/hardware.ts';
import type { PtzHead } from '../ports/ptz-head.ts';
import { systemClock } from '../system/clock.ts';
import { MotorHead } from './motor-head.ts';

/** Heads of a board: the objects stay while axes come and go. */
export interface Heads {
  readonly all: readonly PtzHead[];
  /** Takes the axes that work now. */
  update(hardware: Pick<Hardware, 'axes' | 'faults'>): void;
  /** Brings all axes to rest; to be called before the hardware is closed. */
  close(): void;
}

/** Heads of a board, before their axes are open. */
export function openHeads(board: Board, clock: Clock = systemClock): Heads {
  const heads = headsOf(board).map(
    (fact) => new MotorHead({ facts: headFacts(board, fact), motors: motorsOf(board, fact), clock }),
  );
  return {
    all: heads,
    update(hardware) {
      for (const head of heads) head.update(hardware);
    },
    close() {
      for (const head of heads) head.close();
    },
  };
}
