import { z } from 'zod';
import { type SettingDefinition, setting } from '../../settings/setting.ts';

/** NTP servers by hand, or those that DHCP names. */
export interface NtpWishes {
  readonly fromDhcp: boolean;
  readonly servers: readonly string[];
}

/** Clock as clients set it; what nobody set is absent, and the machine's own holds. */
export interface ClockWishes {
  readonly type?: 'NTP' | 'Manual';
  /** POSIX string as it was sent. */
  readonly zone?: string;
  readonly daylightSavings?: boolean;
  readonly ntp?: NtpWishes;
}

export const clockSetting: SettingDefinition<ClockWishes> = setting({
  name: 'clock',
  version: 1,
  schema: z.object({
    type: z.enum(['NTP', 'Manual']).exactOptional(),
    zone: z.string().max(600).exactOptional(),
    daylightSavings: z.boolean().exactOptional(),
    ntp: z.object({ fromDhcp: z.boolean(), servers: z.array(z.string().max(253)).max(8) }).exactOptional(),
  }),
  initial: {},
  reset: 'hard',
  secret: false,
  backup: true,
});

/** True once this device has set clock or zone of the machine, until they are back at those of the factory. */
export const clockMark: SettingDefinition<boolean> = setting({
  name: 'clock-mark',
  version: 1,
  schema: z.boolean(),
  initial: false,
  reset: 'never',
  secret: false,
  backup: false,
});
