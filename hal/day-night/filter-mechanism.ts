import type { IrCutFilterFact } from '../boards/facts/day-night.ts';
import type { Clock } from '../ports/clock.ts';
import type { IrCutFilterState } from '../ports/day-night.ts';
import type { DigitalLines, DigitalOutput } from '../ports/digital-line.ts';
import { HalError } from '../ports/hal-error.ts';

/** What throws a filter from one side to the other. */
export interface FilterMechanism {
  /** Resolves when it is there and no coil is on; ends early, coil off, when the signal is aborted. */
  throwTo(state: IrCutFilterState, clock: Clock, signal: AbortSignal): Promise<void>;
  close(): void;
}

type FactOf<D extends IrCutFilterFact['driver']> = Extract<IrCutFilterFact, { driver: D }>;

/** Milliseconds until a filter held by a level has arrived. */
const levelTime = 200;
const virtualTime = 100;

/** A filter that takes its time and touches nothing. */
export function virtualMechanism(): FilterMechanism {
  return { throwTo: (_state, clock, signal) => clock.wait(virtualTime, signal), close: () => undefined };
}

/**
 * H-bridge: a pulse on one line throws it in, on the other out. Both lines are never active together. A busy process makes a
 * pulse longer, never shorter. Not tried with a real filter.
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
  const coilOut = await openOrLetGo(coilIn, () =>
    lines.openOutput({ line: fact.out, safe: false, purpose: `${purpose} (out)` }),
  );
  return {
    throwTo: async (state, clock, signal) => {
      // Throws before a coil gets current when the other cannot be switched off.
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

/** One line holds it in. Where nobody drives the line any more the filter is in, as by day. */
export async function levelMechanism(fact: FactOf<'level'>, lines: DigitalLines): Promise<FilterMechanism> {
  const line = await lines.openOutput({ line: fact.line, safe: true, purpose: `IR cut filter ${fact.id}` });
  return {
    throwTo: async (state, clock, signal) => {
      line.set(state === 'in');
      await clock.wait(levelTime, signal);
    },
    close: () => line.close(),
  };
}

async function openOrLetGo(first: DigitalOutput, open: () => Promise<DigitalOutput>): Promise<DigitalOutput> {
  try {
    return await open();
  } catch (error) {
    first.close();
    throw error;
  }
}
