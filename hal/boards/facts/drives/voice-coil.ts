import { z } from 'zod';
import { type RangeFact, rangeSchema } from '../range.ts';
import { oneOf, type SchemasOf } from '../values.ts';
import { type I2cFact, i2cSchema } from '../wires.ts';

/** Lens moved by the current through a coil. */
export interface VoiceCoilDrive {
  readonly kind: 'voice-coil';
  readonly chip: 'dw9714' | 'ad5398' | 'dw9807';
  readonly i2c: I2cFact;
  /** Codes of the 10-bit converter; 0 and 1023 when absent. */
  readonly code?: RangeFact;
}

export const voiceCoilSchema: z.ZodType<VoiceCoilDrive> = z.strictObject({
  kind: z.literal('voice-coil'),
  chip: oneOf<VoiceCoilDrive['chip']>({ dw9714: true, ad5398: true, dw9807: true }),
  i2c: i2cSchema,
  code: rangeSchema(0, 1023).exactOptional(),
} satisfies SchemasOf<VoiceCoilDrive>);
