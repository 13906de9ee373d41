import { z } from 'zod';
import type { LineFact } from '../../ports/digital-line.ts';
import { idSchema, oneOf, unionBy } from './values.ts';
import { type I2cFact, i2cSchema, lineSchema, type PwmFact, pwmSchema } from './wires.ts';

export type IrCutFilterFact =
  | { readonly id: string; readonly driver: 'virtual' }
  /** H-bridge: a pulse on one line moves the filter in, on the other line out. */
  | {
      readonly id: string;
      readonly driver: 'pulse';
      readonly in: LineFact;
      readonly out: LineFact;
      /** ms, 10..1000 */
      readonly pulse: number;
    }
  /** One line; active = filter in. */
  | { readonly id: string; readonly driver: 'level'; readonly line: LineFact };

export const irCutFilterSchema: z.ZodType<IrCutFilterFact> = unionBy<IrCutFilterFact, 'driver'>('driver', {
  virtual: z.strictObject({ id: idSchema, driver: z.literal('virtual') }),
  pulse: z.strictObject({
    id: idSchema,
    driver: z.literal('pulse'),
    in: lineSchema,
    out: lineSchema,
    pulse: z.int().min(10).max(1000),
  }),
  level: z.strictObject({ id: idSchema, driver: z.literal('level'), line: lineSchema }),
});

export type IlluminatorFact = { readonly id: string; readonly kind: 'infrared' | 'white' } & (
  | { readonly driver: 'virtual' }
  | { readonly driver: 'switch'; readonly line: LineFact }
  | { readonly driver: 'pwm'; readonly pwm: PwmFact }
);

const lamp = { id: idSchema, kind: oneOf<IlluminatorFact['kind']>({ infrared: true, white: true }) } as const;

export const illuminatorSchema: z.ZodType<IlluminatorFact> = unionBy<IlluminatorFact, 'driver'>('driver', {
  virtual: z.strictObject({ ...lamp, driver: z.literal('virtual') }),
  switch: z.strictObject({ ...lamp, driver: z.literal('switch'), line: lineSchema }),
  pwm: z.strictObject({ ...lamp, driver: z.literal('pwm'), pwm: pwmSchema }),
});

export type LightSensorFact = { readonly id: string; readonly seesInfrared: boolean } & (
  | { readonly driver: 'virtual' }
  | { readonly driver: 'bh1750'; readonly i2c: I2cFact }
  | { readonly driver: 'veml7700'; readonly i2c: I2cFact }
  /** Brightness of the picture itself. */
  | { readonly driver: 'picture'; readonly source: string }
);

const sensor = { id: idSchema, seesInfrared: z.boolean() } as const;

export const lightSensorSchema: z.ZodType<LightSensorFact> = unionBy<LightSensorFact, 'driver'>('driver', {
  virtual: z.strictObject({ ...sensor, driver: z.literal('virtual') }),
  bh1750: z.strictObject({ ...sensor, driver: z.literal('bh1750'), i2c: i2cSchema }),
  veml7700: z.strictObject({ ...sensor, driver: z.literal('veml7700'), i2c: i2cSchema }),
  picture: z.strictObject({ ...sensor, driver: z.literal('picture'), source: idSchema }),
});
