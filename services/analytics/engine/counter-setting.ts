import { z } from 'zod';
import { type SettingDefinition, setting } from '../../settings/setting.ts';
import type { RuleMemory } from '../rules/machine.ts';

/** Counters of rules that count, by configuration and rule. */
export interface StoredCounters {
  readonly [configuration: string]: { readonly [rule: string]: RuleMemory };
}

const schema: z.ZodType<StoredCounters> = z.record(
  z.string().max(64),
  z.record(z.string().max(128), z.object({ count: z.number().int().min(0), resetAt: z.number() })),
);

/** A reset of the settings forgets them with their rules; a backup has the rules alone. */
export const counterSetting: SettingDefinition<StoredCounters> = setting({
  name: 'analytics-counters',
  ...{ version: 1, schema, initial: {} },
  ...{ reset: 'soft', secret: false, backup: false },
});
