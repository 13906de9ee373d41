import { isIP } from 'node:net';
import type { LinkSettings, LinkState, NetworkSettings } from '../../ports/machine.ts';
import type { NetworkAddress, NetworkInterface } from '../../ports/system.ts';
import { isLinkLocal, type LinkAddress, type Surroundings, sourced, told } from '../host-links.ts';

function numbersOf(hardwareAddress: string): readonly number[] {
  const numbers = hardwareAddress.split(':').map((part) => Number.parseInt(part, 16) || 0);
  return [...numbers, 0, 0, 0, 0, 0, 0].slice(0, 6);
}

/** Address of 169.254.1.0 to 169.254.254.255, made of the hardware address (RFC 3927 2.1). */
function linkLocal4(hardwareAddress: string): NetworkAddress {
  const [, , , , third = 0, fourth = 0] = numbersOf(hardwareAddress);
  return { family: 'IPv4', address: `169.254.${1 + (third % 254)}.${fourth}`, prefixLength: 16 };
}

/** Address of the interface identifier (RFC 4291 appendix A). */
function linkLocal6(hardwareAddress: string): NetworkAddress {
  const [a = 0, ...rest] = numbersOf(hardwareAddress);
  const [b = 0, c = 0, d = 0, e = 0, f = 0] = rest;
  const groups = [((a ^ 2) << 8) | b, (c << 8) | 0xff, 0xfe00 | d, (e << 8) | f];
  return { family: 'IPv6', address: `fe80::${groups.map((group) => group.toString(16)).join(':')}`, prefixLength: 64 };
}

function addresses4(host: NetworkInterface, { ipv4 }: LinkSettings): readonly LinkAddress[] {
  if (!ipv4.enabled) return [];
  const lease = host.addresses.filter((one) => one.family === 'IPv4' && !isLinkLocal(one)).slice(0, 1);
  const given = ipv4.dhcp
    ? lease.map((one) => told(one, 'dhcp'))
    : ipv4.addresses.map((one) => told({ ...one, family: 'IPv4' }, 'manual'));
  return ipv4.linkLocal ? [...given, told(linkLocal4(host.hardwareAddress), 'linkLocal')] : given;
}

function addresses6(host: NetworkInterface, { ipv6 }: LinkSettings): readonly LinkAddress[] {
  if (!ipv6.enabled) return [];
  const outside = host.addresses.filter((one) => one.family === 'IPv6' && !isLinkLocal(one)).slice(0, 1);
  const origin = ipv6.dhcp === 'Auto' || ipv6.dhcp === 'Stateful' ? 'dhcp' : 'router';
  const given = origin === 'dhcp' || ipv6.acceptRouterAdvertisements ? outside : [];
  return [
    ...ipv6.addresses.map((one) => told({ ...one, family: 'IPv6' }, 'manual')),
    ...given.map((one) => told(one, origin)),
    told(linkLocal6(host.hardwareAddress), 'linkLocal'),
  ];
}

function serversOf(
  { gateways, dns }: NetworkSettings,
  around: Surroundings,
  leases: boolean,
): Pick<LinkState, 'gateways' | 'dns' | 'searchDomains' | 'ntp'> {
  const routers = around.gateways.filter((gateway) => leases && isIP(gateway) === 4);
  const mine = dns.fromDhcp ? sourced(leases ? around.dns : [], 'dhcp') : sourced(dns.servers, 'manual');
  return {
    gateways: [...sourced(gateways, 'manual'), ...sourced(routers, 'dhcp')],
    dns: mine,
    searchDomains: dns.searchDomains.length > 0 || !dns.fromDhcp ? dns.searchDomains : around.searchDomains,
    ntp: sourced(leases ? around.ntp : [], 'dhcp'),
  };
}

/** State of an interface under simulated settings. */
export function simulatedLink(
  host: NetworkInterface,
  settings: NetworkSettings,
  link: LinkSettings,
  around: Surroundings,
): LinkState {
  const { name, hardwareAddress, up } = host;
  return {
    ...{ name, hardwareAddress, up },
    mtu: link.mtu ?? host.mtu,
    addresses: [...addresses4(host, link), ...addresses6(host, link)],
    ...serversOf(settings, around, link.ipv4.enabled && link.ipv4.dhcp),
  };
}
