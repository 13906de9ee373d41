import type { IrCutFilterFact } from '../boards/facts/day-night.ts';
import type { Clock } from '../ports/clock.ts';
import type { IrCutFilterState } from '../ports/day-night.ts';
import type { DigitalLines, DigitalOutput } from '../ports/digital-line.ts';
import { HalError } from '../ports/hal-error.ts';

/** Mechanism that moves a filter in or out. */
export interface FilterMechanism {
  /** Resolves when the filter has moved and no coil is on; ends early, coil off, when the signal is aborted. */
  moveTo(state: IrCutFilterState, clock: Clock, signal: AbortSignal): Promise<void>;
  close(): void;
}

type FactOf<D extends IrCutFilterFact['driver']> = Extract<IrCutFilterFact, { driver: D }>;

/** Time (ms) of a move of a filter that a level holds. */
const levelTime = 200;
const virtualTime = 100;

/** Simulated filter. */
export function virtualMechanism(): FilterMechanism {
  return { moveTo: (_state, clock, signal) => clock.wait(virtualTime, signal), close: () => undefined };
}

/**
 * H-bridge: a pulse on one line moves the filter in, on the other out. The lines are never active together. A busy process makes a
 * pulse longer, never shorter. Not tested with a real filter.
 */
export async function pulseMechanism(fact: FactOf<'pulse'>, lines: DigitalLines): Promise<FilterMechanism> {
  const { id, pulse } = fact;
  if (!(pulse >= 10 && pulse <= 1000)) {
    throw new HalError(
      'out-of-range',
      `IR cut filter ${id}: a pulse of ${pulse} ms is not in 10..1000; correct the board file`,
    );
  }
  const purpose = `IR cut filter ${id}`;
  const coilIn = await lines.openOutput({ line: fact.in, safe: false, purpose: `${purpose} (in)` });
  const coilOut = await openOrClose(coilIn, () =>
    lines.openOutput({ line: fact.out, safe: false, purpose: `${purpose} (out)` }),
  );
  return {
    moveTo: async (state, clock, signal) => {
      // Fails before a coil gets current if the other cannot be switched off.
      coilIn.set(false);
      coilOut.set(false);
      if (signal.aborted) return;
      const coil = state === 'in' ? coilIn : coilOut;
      try {
        coil.set(true);
        await clock.wait(pulse, signal);
      } finally {
        coil.set(false);
      }
    },
    close: () => {
      coilIn.close();
      coilOut.close();
    },
  };
}

/** Mechanism of a single line that holds the filter in; a closed line leaves it in. */
export async function levelMechanism(fact: FactOf<'level'>, lines: DigitalLines): Promise<FilterMechanism> {
  const line = await lines.openOutput({ line: fact.line, safe: true, purpose: `IR cut filter ${fact.id}` });
  return {
    moveTo: async (state, clock, signal) => {
      line.set(state === 'in');
      await clock.wait(levelTime, signal);
    },
    close: () => line.close(),
  };
}

async function openOrClose(first: DigitalOutput, open: () => Promise<DigitalOutput>): Promise<DigitalOutput> {
  try {
    return await open();
  } catch (error) {
    first.close();
    throw error;
  }
}
