import { z } from 'zod';
import { automaticRules } from '../../hal/day-night/automatic-rules.ts';
import type { DayNightSettings } from '../../hal/ports/day-night.ts';
import { type SettingDefinition, setting } from '../../services/settings/setting.ts';

const adjustment = z.object({
  boundaryType: z.enum(['Common', 'ToOn', 'ToOff']),
  boundaryOffset: z.number(),
  responseTime: z.number().exactOptional(),
});

const schema = z
  .object({
    mode: z.enum(['ON', 'OFF', 'AUTO']),
    adjustments: z.array(adjustment).readonly(),
    levels: z.record(z.string(), z.number().min(0).max(1)),
  })
  .superRefine((settings, context) => {
    try {
      automaticRules(settings);
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
    }
  });

/** Settings of day and night; undefined until a user sets them. */
export const dayNightSetting: SettingDefinition<DayNightSettings | undefined> = setting({
  name: 'day-night',
  version: 1,
  schema,
  initial: undefined,
  reset: 'soft',
  secret: false,
  backup: true,
});
