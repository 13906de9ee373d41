import { z } from 'zod';
import type { LineFact } from '../../../ports/digital-line.ts';
import { lineSchema } from '../wires.ts';
import { type StepperFact, stepperMembers } from './stepper.ts';

/** Stepper whose two coils are on four lines. */
export interface FourWireStepperDrive extends StepperFact {
  readonly kind: 'four-wire-stepper';
  readonly coils: readonly [LineFact, LineFact, LineFact, LineFact];
}

export const fourWireStepperSchema: z.ZodType<FourWireStepperDrive> = z.strictObject({
  kind: z.literal('four-wire-stepper'),
  coils: z.tuple([lineSchema, lineSchema, lineSchema, lineSchema]),
  ...stepperMembers,
});
