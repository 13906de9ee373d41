import { z } from 'zod';
import type { LineFact } from '../../../ports/digital-line.ts';
import { oneOf, positiveSchema } from '../values.ts';
import { lineSchema } from '../wires.ts';

/** Switch at one end of the travel: the reference position of a stepper. */
interface EndStopFact {
  readonly line: LineFact;
  readonly end: 'min' | 'max';
}

/** Facts that both stepper kinds share. */
export interface StepperFact {
  /** Motor steps (half steps with four wires) for one unit of the axis. */
  readonly stepsPerUnit: number;
  /** Units a second, each second. */
  readonly acceleration: number;
  /** Steps lost when the direction changes, 0..10000. */
  readonly backlash: number;
  /** Absent: the position at power-on counts as the middle. */
  readonly endStop?: EndStopFact;
  /** Coils stay on at rest, for a load that would turn the motor; off when absent. */
  readonly hold?: boolean;
}

const endStopSchema: z.ZodType<EndStopFact> = z.strictObject({
  line: lineSchema,
  end: oneOf<EndStopFact['end']>({ min: true, max: true }),
});

/** Schemas of the members of StepperFact; the compiler asks for each. */
export const stepperMembers: {
  readonly [Name in keyof StepperFact]-?: z.ZodType<StepperFact[Name]>;
} & { readonly endStop: z.ZodExactOptional<z.ZodType<EndStopFact>>; readonly hold: z.ZodExactOptional<z.ZodBoolean> } =
  {
    stepsPerUnit: positiveSchema,
    acceleration: positiveSchema,
    backlash: z.int().min(0).max(10_000),
    endStop: endStopSchema.exactOptional(),
    hold: z.boolean().exactOptional(),
  };

/** Highest rate (steps a second) at which a thread can time lines that are files. */
const highestRate = 4000;

/** Fault of a stepper whose top speed (units a second) cannot be stepped. */
export function stepRateFault(
  maxSpeed: number,
  drive: StepperFact & { readonly pulse?: number },
): { readonly path: string[]; readonly message: string } | undefined {
  const rate = maxSpeed * drive.stepsPerUnit;
  if (rate > highestRate) {
    return { path: ['maxSpeed'], message: `is ${Math.round(rate)} steps a second, the highest rate is ${highestRate}` };
  }
  if ((drive.pulse ?? 0) > 500_000 / rate) {
    return {
      path: ['drive', 'pulse'],
      message: `a pulse of ${drive.pulse} µs is longer than half a step at the top speed`,
    };
  }
  return undefined;
}
