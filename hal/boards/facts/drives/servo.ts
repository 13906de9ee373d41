import { z } from 'zod';
import { type RangeFact, rangeSchema } from '../range.ts';
import { positiveSchema, type SchemasOf } from '../values.ts';
import { type PwmFact, pwmSchema } from '../wires.ts';

/** Hobby servo on an output of a PCA9685. */
export interface ServoDrive {
  readonly kind: 'servo';
  readonly pwm: PwmFact;
  /** Pulse widths, µs, 400..2600. */
  readonly pulse: RangeFact;
  /** Units a second, each second; five times the top speed when absent. */
  readonly acceleration?: number;
}

export const servoSchema: z.ZodType<ServoDrive> = z.strictObject({
  kind: z.literal('servo'),
  pwm: pwmSchema,
  pulse: rangeSchema(400, 2600),
  acceleration: positiveSchema.exactOptional(),
} satisfies SchemasOf<ServoDrive>);
