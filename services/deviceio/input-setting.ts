import { z } from 'zod';
import type * as tt from '../generated/tt.ts';
import { type SettingDefinition, setting } from '../settings/setting.ts';

/** Idle states of digital inputs that a client set, by the id of the input; the others are idle while open. */
export type StoredInputs = Readonly<Record<string, tt.DigitalIdleState>>;

export const inputSetting: SettingDefinition<StoredInputs> = setting({
  name: 'digital-inputs',
  version: 1,
  schema: z.record(z.string(), z.enum(['open', 'closed'])),
  initial: {},
  reset: 'soft',
  secret: false,
  backup: true,
});
