import { z } from 'zod';
import { type AxisFact, type DriveFact, deviceRanges, type RangeFact } from '../facts/motion.ts';
import { i2c, id, line, positive, pwm } from './parts.ts';

const stepper = {
  stepsPerUnit: positive,
  acceleration: positive,
  backlash: z.int().min(0).max(10_000),
  hold: z.boolean().exactOptional(),
  endStop: z.strictObject({ line, end: z.enum(['min', 'max']) }).exactOptional(),
} as const;

/** Two different values within bounds, at both ends of an axis. */
function ends(within: RangeFact): z.ZodType<RangeFact> {
  const end = z.number().min(within.min).max(within.max);
  return z.strictObject({ min: end, max: end }).refine(({ min, max }) => min !== max, {
    message: 'min and max must differ',
  });
}

const drive: z.ZodType<DriveFact> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('virtual'), acceleration: positive }),
  z.strictObject({
    kind: z.literal('servo'),
    pwm,
    pulse: ends(deviceRanges.pulse),
    acceleration: positive.exactOptional(),
  }),
  z.strictObject({ kind: z.literal('four-wire-stepper'), coils: z.tuple([line, line, line, line]), ...stepper }),
  z.strictObject({
    kind: z.literal('step-direction-stepper'),
    step: line,
    direction: line,
    enable: line.exactOptional(),
    pulse: z.number().min(1).max(5000).exactOptional(),
    ...stepper,
  }),
  z.strictObject({
    kind: z.literal('voice-coil'),
    chip: z.enum(['dw9714', 'ad5398', 'dw9807']),
    i2c,
    code: ends(deviceRanges.code).exactOptional(),
  }),
  z.strictObject({
    kind: z.literal('pelco-d'),
    port: id,
    address: z.int().min(1).max(255),
    positions: z.boolean().exactOptional(),
  }),
  z.strictObject({
    kind: z.literal('visca'),
    port: id,
    address: z.int().min(1).max(7),
    counts: ends(deviceRanges.counts).exactOptional(),
  }),
]);

/** Travel that an axis can have at all: pan may turn round twice, zoom and focus go from 0 to 1. */
const reach = { pan: 720, tilt: 180, zoom: 1, focus: 1 } as const;

export const axis: z.ZodType<AxisFact> = z
  .strictObject({
    id,
    axis: z.enum(['pan', 'tilt', 'zoom', 'focus']),
    min: z.number(),
    max: z.number(),
    maxSpeed: positive,
    drive,
  })
  .refine(({ min, max }) => min < max, { message: 'min must be below max', path: ['min'] })
  .refine(({ axis: kind, min, max }) => Math.max(-min, max) <= reach[kind], {
    message: 'is further than such an axis can go: pan ±720, tilt ±180 degrees, zoom and focus 0 to 1',
    path: ['max'],
  })
  .refine(({ axis: kind, min }) => kind === 'pan' || kind === 'tilt' || min >= 0, {
    message: 'zoom and focus begin at 0',
    path: ['min'],
  });
