import { z } from 'zod';
import type { IlluminatorFact, IrCutFilterFact, LightSensorFact } from '../facts/day-night.ts';
import { i2c, id, line, pwm } from './parts.ts';

export const irCutFilter: z.ZodType<IrCutFilterFact> = z.discriminatedUnion('driver', [
  z.strictObject({ id, driver: z.literal('virtual') }),
  z.strictObject({ id, driver: z.literal('pulse'), in: line, out: line, pulse: z.int().min(10).max(1000) }),
  z.strictObject({ id, driver: z.literal('level'), line }),
]);

const lamp = { id, kind: z.enum(['infrared', 'white']) } as const;

export const illuminator: z.ZodType<IlluminatorFact> = z.discriminatedUnion('driver', [
  z.strictObject({ ...lamp, driver: z.literal('virtual') }),
  z.strictObject({ ...lamp, driver: z.literal('switch'), line }),
  z.strictObject({ ...lamp, driver: z.literal('pwm'), pwm }),
]);

const sensor = { id, seesInfrared: z.boolean() } as const;

export const lightSensor: z.ZodType<LightSensorFact> = z.discriminatedUnion('driver', [
  z.strictObject({ ...sensor, driver: z.literal('virtual') }),
  z.strictObject({ ...sensor, driver: z.enum(['bh1750', 'veml7700']), i2c }),
  z.strictObject({ ...sensor, driver: z.literal('picture'), source: id }),
]);
