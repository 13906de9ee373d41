import { z } from 'zod';
import { idSchema, textSchema, unionBy } from './values.ts';

/**
 * Facts of one microphone. `virtual` is synthetic speech with a test tone; `alsa` a device by its ALSA name (`hw:CARD=…`,
 * `default`), with an input gain of -60..20 dB, 0 when absent. `channels` (1..8) are those of its frames; the device may have others.
 */
export type AudioSourceFact = { readonly id: string; readonly channels: number } & (
  | { readonly driver: 'virtual' }
  | { readonly driver: 'alsa'; readonly device: string; readonly gain?: number }
);

const source = { id: idSchema, channels: z.int().min(1).max(8) } as const;

export const audioSourceSchema: z.ZodType<AudioSourceFact> = unionBy<AudioSourceFact, 'driver'>('driver', {
  virtual: z.strictObject({ ...source, driver: z.literal('virtual') }),
  alsa: z.strictObject({
    ...source,
    driver: z.literal('alsa'),
    device: textSchema,
    gain: z.number().min(-60).max(20).exactOptional(),
  }),
});

/** Facts of one speaker. `virtual` plays into a WAV file and a level meter in the folder that VEDETTE_SPEAKER names. */
export type AudioOutputFact = { readonly id: string } & (
  | { readonly driver: 'virtual' }
  | { readonly driver: 'alsa'; readonly device: string }
);

export const audioOutputSchema: z.ZodType<AudioOutputFact> = unionBy<AudioOutputFact, 'driver'>('driver', {
  virtual: z.strictObject({ id: idSchema, driver: z.literal('virtual') }),
  alsa: z.strictObject({ id: idSchema, driver: z.literal('alsa'), device: textSchema }),
});
