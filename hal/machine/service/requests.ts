import { z } from 'zod';
import type { LinkSettings, NetworkSettings } from '../../ports/machine.ts';

const linkName = z.string().regex(/^[A-Za-z][A-Za-z0-9_.-]{0,14}$/);
const address = z.union([z.ipv4(), z.ipv6()]);
const domain = z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/);
const host = z.union([address, domain]);
const prefixed = (one: z.ZodType<string>, most: number): z.ZodType<{ address: string; prefixLength: number }> =>
  z.strictObject({ address: one, prefixLength: z.int().min(1).max(most) });

const link: z.ZodType<LinkSettings> = z.strictObject({
  name: linkName,
  mtu: z.int().min(576).max(9216).optional(),
  ipv4: z.strictObject({
    enabled: z.boolean(),
    dhcp: z.boolean(),
    linkLocal: z.boolean(),
    addresses: z.array(prefixed(z.ipv4(), 32)).max(8),
  }),
  ipv6: z.strictObject({
    enabled: z.boolean(),
    dhcp: z.enum(['Auto', 'Stateful', 'Stateless', 'Off']),
    acceptRouterAdvertisements: z.boolean(),
    addresses: z.array(prefixed(z.ipv6(), 128)).max(8),
  }),
});

const network: z.ZodType<NetworkSettings> = z.strictObject({
  links: z.array(link).min(1).max(16),
  gateways: z.array(address).max(8),
  dns: z.strictObject({
    fromDhcp: z.boolean(),
    servers: z.array(address).max(8),
    searchDomains: z.array(domain).max(8),
  }),
});

/** Requests that the root service takes, and no others. */
export type MachineRequest =
  /** Empty: the name that DHCP gives. */
  | { readonly verb: 'hostname'; readonly name: string }
  /** Name of a zone of the system. */
  | { readonly verb: 'timeZone'; readonly zone: string }
  /** null: the clock is set by hand. */
  | { readonly verb: 'ntp'; readonly servers: readonly string[] | 'dhcp' | null }
  | { readonly verb: 'clock'; readonly milliseconds: number }
  | { readonly verb: 'tryNetwork'; readonly seconds: number; readonly settings: NetworkSettings }
  | { readonly verb: 'keepNetwork' | 'takeBackNetwork' | 'reboot' };

/** Strict pattern of each value. */
export const requestSchema: z.ZodType<MachineRequest> = z.discriminatedUnion('verb', [
  z.strictObject({
    verb: z.literal('hostname'),
    name: z.string().regex(/^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,61}[A-Za-z0-9])?)?$/),
  }),
  z.strictObject({
    verb: z.literal('timeZone'),
    zone: z.string().regex(/^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+){0,2}$/),
  }),
  z.strictObject({
    verb: z.literal('ntp'),
    servers: z.union([z.array(host).min(1).max(8), z.literal('dhcp'), z.null()]),
  }),
  z.strictObject({
    verb: z.literal('clock'),
    milliseconds: z
      .int()
      .min(0)
      .max(2 ** 31 * 1000 - 1),
  }),
  z.strictObject({ verb: z.literal('tryNetwork'), seconds: z.int().min(1).max(600), settings: network }),
  z.strictObject({ verb: z.literal('keepNetwork') }),
  z.strictObject({ verb: z.literal('takeBackNetwork') }),
  z.strictObject({ verb: z.literal('reboot') }),
]);

/** Answer to one request. */
export type MachineAnswer =
  | { readonly ok: true }
  | { readonly ok: false; readonly kind: string; readonly reason: string };

/** Bytes of a request at most. */
export const requestLimit = 65_536;
