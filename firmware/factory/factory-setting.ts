import { z } from 'zod';
import { type SettingDefinition, setting } from '../../services/settings/setting.ts';

/** Facts that the factory gave this device: set once, kept over every reset. */
export interface FactoryFacts {
  readonly serial?: string;
  readonly manufacturer?: string;
  readonly model?: string;
  /** SHA-256 of the file of presets that was taken last: what is left of it after a power cut is erased and not taken again. */
  readonly taken?: string;
}

/** Secret, because the hash of a file with a short password gives the password away. */
export const factorySetting: SettingDefinition<FactoryFacts> = setting({
  name: 'factory',
  version: 1,
  schema: z.strictObject({
    serial: z.string().exactOptional(),
    manufacturer: z.string().exactOptional(),
    model: z.string().exactOptional(),
    taken: z.string().exactOptional(),
  }),
  initial: {},
  reset: 'never',
  secret: true,
  backup: false,
});
