import { isIP } from 'node:net';
import { z } from 'zod';
import type { LinkState, Origin, Sourced } from '../../ports/machine.ts';
import type { Method, SystemBus } from '../dbus/system-bus.ts';
import { type EthernetLink, ethernetLinks } from '../ethernet-links.ts';

const service = 'org.freedesktop.NetworkManager';

const addressData = z.array(z.object({ address: z.string(), prefix: z.int() })).default([]);
const texts = z.array(z.string()).default([]);
const configSchema = z.object({
  AddressData: addressData,
  Gateway: z.string().default(''),
  NameserverData: z.array(z.object({ address: z.string() })).default([]),
  Nameservers: z.array(z.unknown()).default([]),
  Searches: texts,
  Domains: texts,
});
const optionsSchema = z.record(z.string(), z.unknown());
const familySchema = z
  .object({ 'address-data': addressData, gateway: z.string().optional() })
  .default({ 'address-data': [] });
const profileSchema = z.object({ ipv4: familySchema, ipv6: familySchema });

const at = (path: string, face: string, member: string): Method => ({
  destination: service,
  path,
  interface: face,
  member,
});

/** All properties of an object; none where it is not there (path `/`). */
async function properties(bus: SystemBus, path: unknown, face: string): Promise<Record<string, unknown>> {
  if (typeof path !== 'string' || path === '/') return {};
  const found = await bus.call(at(path, 'org.freedesktop.DBus.Properties', 'GetAll'), 's', [`${service}.${face}`]);
  return found as Record<string, unknown>;
}

interface Family {
  readonly config: z.infer<typeof configSchema>;
  readonly manual: z.infer<typeof familySchema>;
  /** Addresses that a DHCP server leased. */
  readonly leased: readonly string[];
}

function originOf(address: string, { manual, leased }: Family): Origin {
  if (address.startsWith('169.254.') || /^fe[89ab]/.test(address)) return 'linkLocal';
  if (manual['address-data'].some((one) => one.address === address)) return 'manual';
  return leased.includes(address) || isIP(address) === 4 ? 'dhcp' : 'router';
}

function serversOf(family: Family, automatic: Origin): readonly Sourced[] {
  // A profile that ignores the servers of DHCP has none but its own.
  const origin = family.leased.length > 0 || automatic === 'router' ? automatic : 'manual';
  return family.config.NameserverData.map(({ address }) => ({ address, origin }));
}

function stateOf(
  { name, hardwareAddress, mtu, up }: EthernetLink,
  v4: Family,
  v6: Family,
  ntp: readonly string[],
): LinkState {
  const gateway = ({ config, manual }: Family, automatic: Origin): readonly Sourced[] =>
    config.Gateway === ''
      ? []
      : [{ address: config.Gateway, origin: manual.gateway === config.Gateway ? 'manual' : automatic }];
  const addresses = [v4, v6].flatMap((family) =>
    family.config.AddressData.map(({ address, prefix }) => ({
      ...{ address, prefixLength: prefix, usable: true },
      origin: originOf(address, family),
    })),
  );
  return {
    ...{ name, hardwareAddress, mtu, up, addresses },
    gateways: [...gateway(v4, 'dhcp'), ...gateway(v6, 'router')],
    dns: [...serversOf(v4, 'dhcp'), ...serversOf(v6, v6.manual['address-data'].length > 0 ? 'manual' : 'router')],
    searchDomains: [...new Set([...v4.config.Searches, ...v6.config.Searches, ...v4.config.Domains])],
    ntp: ntp.map((address) => ({ address, origin: 'dhcp' })),
  };
}

async function readLink(bus: SystemBus, link: EthernetLink): Promise<LinkState> {
  const nothing = { config: configSchema.parse({}), manual: familySchema.parse(undefined), leased: [] };
  const path = await bus
    .call(at('/org/freedesktop/NetworkManager', service, 'GetDeviceByIpIface'), 's', [link.name])
    .catch(() => '/');
  const device = await properties(bus, path, 'Device');
  if (typeof path !== 'string' || path === '/') return stateOf(link, nothing, nothing, []);
  const [config4, config6, lease4, lease6] = await Promise.all([
    properties(bus, device.Ip4Config, 'IP4Config'),
    properties(bus, device.Ip6Config, 'IP6Config'),
    properties(bus, device.Dhcp4Config, 'DHCP4Config'),
    properties(bus, device.Dhcp6Config, 'DHCP6Config'),
  ]);
  const applied = await bus
    .call(at(path, `${service}.Device`, 'GetAppliedConnection'), 'u', [0])
    .then((reply) => (Array.isArray(reply) ? reply[0] : reply))
    .catch(() => ({}));
  const profile = profileSchema.parse(applied);
  const options = [lease4, lease6].map(({ Options }) => optionsSchema.parse(Options ?? {}));
  const word = (value: unknown): readonly string[] => (typeof value === 'string' ? value.split(' ') : []);
  const [four = {}, six = {}] = options;
  const v4 = { config: configSchema.parse(config4), manual: profile.ipv4, leased: word(four.ip_address) };
  const v6 = { config: configSchema.parse(config6), manual: profile.ipv6, leased: word(six.ip6_address) };
  return stateOf(link, v4, v6, word(four.ntp_servers));
}

/** Interfaces as NetworkManager has them. */
export function networkManagerLinks(bus: SystemBus): Promise<readonly LinkState[]> {
  return Promise.all(ethernetLinks().map((link) => readLink(bus, link)));
}
