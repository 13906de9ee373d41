import { z } from 'zod';

/** Two values of a device, at `min` and at `max` of its axis; a first value above the second reverses the direction. */
export interface RangeFact {
  readonly min: number;
  readonly max: number;
}

/** Two different values, each from `lowest` to `highest`. */
export function rangeSchema(lowest: number, highest: number): z.ZodType<RangeFact> {
  const end = z.number().min(lowest).max(highest);
  return z.strictObject({ min: end, max: end }).refine(({ min, max }) => min !== max, {
    message: 'min and max must differ',
  });
}
