import { z } from 'zod';
import type { LineFact } from '../../ports/digital-line.ts';
import { type SchemasOf, textSchema } from './values.ts';

export const lineSchema: z.ZodType<LineFact> = z.strictObject({
  chip: textSchema,
  line: z.int().min(0).max(511),
  activeLow: z.boolean().exactOptional(),
} satisfies SchemasOf<LineFact>);

/** I2C chip: number of /dev/i2c-N and 7-bit address. */
export interface I2cFact {
  readonly adapter: number;
  /** 0x08..0x77 */
  readonly address: number;
}

export const i2cSchema: z.ZodType<I2cFact> = z.strictObject({
  adapter: z.int().min(0).max(255),
  address: z.int().min(0x08).max(0x77),
});

/** One output of a PCA9685. */
export interface PwmFact {
  readonly chip: 'pca9685';
  readonly i2c: I2cFact;
  /** 0..15 */
  readonly channel: number;
}

export const pwmSchema: z.ZodType<PwmFact> = z.strictObject({
  chip: z.literal('pca9685'),
  i2c: i2cSchema,
  channel: z.int().min(0).max(15),
});
