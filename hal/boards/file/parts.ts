import { z } from 'zod';
import type { LineFact } from '../../ports/digital-line.ts';
import type { I2cFact, PwmFact } from '../facts/line.ts';

/** Name of a part: what ONVIF tokens, events and log lines call it. */
export const id: z.ZodType<string> = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,32}$/, 'must be 1 to 32 letters, digits, _ or -');

/** Text that becomes a device's name or path. */
export const text: z.ZodType<string> = z.string().min(1).max(200);

export const line: z.ZodType<LineFact> = z.strictObject({
  chip: text,
  line: z.int().min(0).max(511),
  activeLow: z.boolean().exactOptional(),
});

export const i2c: z.ZodType<I2cFact> = z.strictObject({
  adapter: z.int().min(0).max(255),
  address: z.int().min(0x08).max(0x77),
});

export const pwm: z.ZodType<PwmFact> = z.strictObject({
  chip: z.literal('pca9685'),
  i2c,
  channel: z.int().min(0).max(15),
});

/** A finite number above 0. */
export const positive: z.ZodType<number> = z.number().positive().max(1e6);
