import type { Board } from '../boards/board.ts';
import type { Clock } from '../ports/clock.ts';
import type { Hardware } from '../ports/hardware.ts';
import type { PtzHead } from '../ports/ptz-head.ts';
import { systemClock } from '../system/clock.ts';
import { headFacts, motorsOf } from './head-facts.ts';
import { MotorHead } from './motor-head.ts';

/** Heads of a board: the objects stay while axes come and go. */
export interface Heads {
  readonly all: readonly PtzHead[];
  /** Takes the axes that work now. */
  update(hardware: Pick<Hardware, 'axes' | 'faults'>): void;
  /** Brings all axes to rest; to be called before the hardware is closed. */
  close(): void;
}

/** Heads that the board names, else one made of its pan, tilt and zoom axes; none without such axes. */
export function openHeads(board: Board, clock: Clock = systemClock): Heads {
  const named = board.heads ?? [{ id: 'PTZ1' }];
  const heads = named.flatMap((fact) => {
    const motors = motorsOf(board, fact);
    if (Object.keys(motors).length === 0) return [];
    return [new MotorHead({ facts: headFacts(board, fact), motors, clock })];
  });
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
