import { z } from 'zod';
import { type AddressFilterPlan, nobodyDenied } from '../../plan/address-filter.ts';
import { type SettingDefinition, setting } from '../../settings/setting.ts';

const range = (most: number): z.ZodType<{ address: string; prefixLength: number }> =>
  z.object({ address: z.union([z.ipv4(), z.ipv6()]), prefixLength: z.int().min(0).max(most) });

/** A filter that denies nothing admits everybody. A backup has none: on another device, or in another network, it could refuse everybody. */
export const filterSetting: SettingDefinition<AddressFilterPlan> = setting({
  name: 'address-filter',
  version: 1,
  schema: z.object({ type: z.enum(['Allow', 'Deny']), ranges: z.array(range(128)).max(64) }),
  initial: nobodyDenied,
  reset: 'hard',
  secret: false,
  backup: false,
});
