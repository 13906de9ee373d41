import { z } from 'zod';
import { type RangeFact, rangeSchema } from '../range.ts';
import { idSchema, type SchemasOf } from '../values.ts';

/** Motor of a VISCA device on a serial port. */
export interface ViscaDrive {
  readonly kind: 'visca';
  /** Id of a serial port of the board. */
  readonly port: string;
  /** 1..7 */
  readonly address: number;
  /** Positions as the device counts them; 14.4 a degree, zoom 0..0x4000, focus 0xC000 (near)..0x1000 when absent. */
  readonly counts?: RangeFact;
}

export const viscaSchema: z.ZodType<ViscaDrive> = z.strictObject({
  kind: z.literal('visca'),
  port: idSchema,
  address: z.int().min(1).max(7),
  // 16 bits, signed for pan and tilt, unsigned for zoom and focus.
  counts: rangeSchema(-0x8000, 0xffff).exactOptional(),
} satisfies SchemasOf<ViscaDrive>);
