import { z } from 'zod';
import { positiveSchema } from '../values.ts';

/** Simulated motor. */
export interface VirtualDrive {
  readonly kind: 'virtual';
  /** Units a second, each second. */
  readonly acceleration: number;
}

export const virtualSchema: z.ZodType<VirtualDrive> = z.strictObject({
  kind: z.literal('virtual'),
  acceleration: positiveSchema,
});
