import { z } from 'zod';
import type { LineFact } from '../../../ports/digital-line.ts';
import type { SchemasOf } from '../values.ts';
import { lineSchema } from '../wires.ts';
import { type StepperFact, stepperMembers } from './stepper.ts';

/** Stepper behind a driver chip with step and direction inputs. */
export interface StepDirectionStepperDrive extends StepperFact {
  readonly kind: 'step-direction-stepper';
  readonly step: LineFact;
  /** Active: towards `max`. */
  readonly direction: LineFact;
  readonly enable?: LineFact;
  /** µs a step's pulse lasts, 1..5000, at most half of the shortest step; 5 when absent. Slow optocouplers need more. */
  readonly pulse?: number;
}

export const stepDirectionStepperSchema: z.ZodType<StepDirectionStepperDrive> = z.strictObject({
  kind: z.literal('step-direction-stepper'),
  step: lineSchema,
  direction: lineSchema,
  enable: lineSchema.exactOptional(),
  pulse: z.number().min(1).max(5000).exactOptional(),
  ...stepperMembers,
} satisfies SchemasOf<StepDirectionStepperDrive>);
