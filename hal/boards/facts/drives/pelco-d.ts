import { z } from 'zod';
import { idSchema, type SchemasOf } from '../values.ts';

/** Motor of a Pelco-D device on a serial port. */
export interface PelcoDDrive {
  readonly kind: 'pelco-d';
  /** Id of a serial port of the board. */
  readonly port: string;
  /** 1..255 */
  readonly address: number;
  /** Device answers position queries and moves to positions; false when absent. */
  readonly positions?: boolean;
}

export const pelcoDSchema: z.ZodType<PelcoDDrive> = z.strictObject({
  kind: z.literal('pelco-d'),
  port: idSchema,
  address: z.int().min(1).max(255),
  positions: z.boolean().exactOptional(),
} satisfies SchemasOf<PelcoDDrive>);
