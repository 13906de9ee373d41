import type { Board } from '../boards/board.ts';
import { headFacts, headsOf, motorsOf } from '../boards/head-facts.ts';
import type { Clock } from '../ports/clock.ts';
import type { Hardware } from '../ports/hardware.ts';
import type { PtzHead } from '../ports/ptz-head.ts';
import { systemClock } from '../system/clock.ts';
import { digitalHead } from './digital-head.ts';
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
  const heads = headsOf(board).map((fact) => {
    const facts = headFacts(board, fact);
    if (fact.digital !== undefined) return { head: digitalHead(facts, clock), motorized: false };
    return { head: new MotorHead({ facts, motors: motorsOf(board, fact), clock }), motorized: true };
  });
  return {
    all: heads.map(({ head }) => head),
    update(hardware) {
      for (const { head, motorized } of heads) if (motorized) head.update(hardware);
    },
    close() {
      for (const { head } of heads) head.close();
    },
  };
}
