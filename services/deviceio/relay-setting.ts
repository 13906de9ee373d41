import { z } from 'zod';
import type { RelaySettings } from '../../hal/ports/relay.ts';
import { type SettingDefinition, setting } from '../settings/setting.ts';

/** Settings of relays that a client changed, by the id of the relay; the others have those of the board. */
type StoredRelays = Readonly<Record<string, RelaySettings>>;

/** Range of the delay in ms, as the options tell it. */
export const delayRange = { min: 10, max: 86_400_000 } as const;

const relay = z.object({
  mode: z.enum(['Monostable', 'Bistable']),
  delay: z.number().min(1).max(delayRange.max),
  idleState: z.enum(['open', 'closed']),
});

export const relaySetting: SettingDefinition<StoredRelays> = setting({
  name: 'relays',
  version: 1,
  schema: z.record(z.string(), relay),
  initial: {},
  reset: 'soft',
  secret: false,
  backup: true,
});
