import { readFileSync } from 'node:fs';
import type { LinkState, NetworkSettings, Origin, Sourced } from '../ports/machine.ts';
import type { NetworkAddress, NetworkInterface, System } from '../ports/system.ts';

export type LinkAddress = LinkState['addresses'][number];

/** Interfaces that are up; loopback only without any other. */
export function hostLinks(system: Pick<System, 'networkInterfaces'>): readonly NetworkInterface[] {
  const up = system.networkInterfaces().filter((one) => one.up);
  const outside = up.filter(({ loopback }) => !loopback);
  return outside.length > 0 ? outside : up;
}

/** Default IPv4 gateways in the text of /proc/net/route: hexadecimal, in the byte order of the processor. */
function gatewaysOf(text: string): readonly string[] {
  const rows = text.split('\n').map((line) => line.trim().split(/\s+/));
  const found = rows.flatMap(([, destination, gateway]) =>
    destination === '00000000' && gateway !== undefined && gateway !== '00000000' ? [gateway] : [],
  );
  return [...new Set(found)].map((hexadecimal) => [...Buffer.from(hexadecimal, 'hex')].reverse().join('.'));
}

/** Default IPv4 gateways of the kernel. */
function hostGateways(): readonly string[] {
  try {
    return gatewaysOf(readFileSync('/proc/net/route', 'utf8'));
  } catch {
    return [];
  }
}

/** Servers that the host has; the simulated DHCP server hands them out. */
export interface Surroundings {
  readonly gateways: readonly string[];
  readonly dns: readonly string[];
  readonly searchDomains: readonly string[];
  readonly ntp: readonly string[];
}

const plain = (address: string): string => address.split('%')[0] ?? address;

export function isLinkLocal({ address }: NetworkAddress): boolean {
  return address.startsWith('169.254.') || /^fe[89ab]/i.test(address);
}

export function told({ address, prefixLength }: NetworkAddress, origin: Origin): LinkAddress {
  return { address: plain(address), prefixLength, origin, usable: true };
}

export const sourced = (addresses: readonly string[], origin: Origin): readonly Sourced[] =>
  addresses.map((address) => ({ address, origin }));

/** Servers and domains of the host. */
export function hostSurroundings(system: System): Surroundings {
  const { servers, searchDomains } = system.dns();
  return { gateways: hostGateways(), dns: servers.map(plain), searchDomains, ntp: system.ntpServers() };
}

/** State of an interface that nobody has set: that of the host, with the servers that were set for all interfaces. */
export function hostLink(host: NetworkInterface, set: NetworkSettings | undefined, around: Surroundings): LinkState {
  const { name, hardwareAddress, mtu, up, addresses } = host;
  return {
    ...{ name, hardwareAddress, mtu, up },
    addresses: addresses.map((one) => told(one, isLinkLocal(one) ? 'linkLocal' : 'manual')),
    gateways: sourced(set?.gateways ?? around.gateways, 'manual'),
    dns: sourced(set === undefined || set.dns.fromDhcp ? around.dns : set.dns.servers, 'manual'),
    searchDomains: set === undefined || set.dns.fromDhcp ? around.searchDomains : set.dns.searchDomains,
    ntp: sourced(around.ntp, 'manual'),
  };
}
