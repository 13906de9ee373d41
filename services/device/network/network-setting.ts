import { z } from 'zod';
import type { LinkSettings, NetworkSettings } from '../../../hal/ports/machine.ts';
import { type SettingDefinition, setting } from '../../settings/setting.ts';

/** Network as clients set it; what nobody set is absent, and the machine's own holds. */
export interface NetworkWishes {
  /** Empty: the name that DHCP gives. */
  readonly hostname?: string;
  readonly dns?: NetworkSettings['dns'];
  readonly gateways?: readonly string[];
  readonly links: readonly LinkSettings[];
}

const address = z.union([z.ipv4(), z.ipv6()]);
const prefixed = (most: number): z.ZodType<{ address: string; prefixLength: number }> =>
  z.object({ address, prefixLength: z.int().min(1).max(most) });

const link: z.ZodType<LinkSettings> = z.object({
  name: z.string().regex(/^[A-Za-z0-9_.-]{1,15}$/),
  mtu: z.int().min(576).max(9216).optional(),
  ipv4: z.object({
    enabled: z.boolean(),
    dhcp: z.boolean(),
    linkLocal: z.boolean(),
    addresses: z.array(prefixed(32)).max(8),
  }),
  ipv6: z.object({
    enabled: z.boolean(),
    dhcp: z.enum(['Auto', 'Stateful', 'Stateless', 'Off']),
    acceptRouterAdvertisements: z.boolean(),
    addresses: z.array(prefixed(128)).max(8),
  }),
}) as z.ZodType<LinkSettings>;

/** Addresses belong to the device and to its place: a backup that another device restores has none. */
export const networkSetting: SettingDefinition<NetworkWishes> = setting({
  name: 'network',
  version: 1,
  schema: z.object({
    hostname: z.string().max(63).exactOptional(),
    dns: z
      .object({ fromDhcp: z.boolean(), servers: z.array(address).max(8), searchDomains: z.array(z.string()).max(8) })
      .exactOptional(),
    gateways: z.array(address).max(8).exactOptional(),
    links: z.array(link).max(16),
  }),
  initial: { links: [] },
  reset: 'hard',
  secret: false,
  backup: false,
});

/** Parts of the machine that this device has set, kept until they are back at those of the factory; a reset may end in the middle. */
export const networkMarks: SettingDefinition<{ readonly hostname: boolean; readonly network: boolean }> = setting({
  name: 'network-marks',
  version: 1,
  schema: z.object({ hostname: z.boolean(), network: z.boolean() }),
  initial: { hostname: false, network: false },
  reset: 'never',
  secret: false,
  backup: false,
});
