import { BlockList, isIP, SocketAddress } from 'node:net';
import type { Prefixed } from '../../../hal/ports/machine.ts';
import { Fault } from '../../faults/fault.ts';
import type * as tt from '../../generated/tt.ts';

type Family = 4 | 6;

/** Addresses that no host has: of this network, loopback, multicast, reserved, unspecified, IPv4 written as IPv6. */
const unusable = new BlockList();
for (const [subnet, length] of [
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  ['224.0.0.0', 3],
] as const)
  unusable.addSubnet(subnet, length, 'ipv4');
for (const [subnet, length] of [
  ['::', 127],
  ['ff00::', 8],
] as const)
  unusable.addSubnet(subnet, length, 'ipv6');

const typeOf = (family: Family): 'ipv4' | 'ipv6' => (family === 4 ? 'ipv4' : 'ipv6');

export function familyOf(address: string): Family | undefined {
  const family = isIP(address);
  return family === 4 || family === 6 ? family : undefined;
}

/** True for an address that is not 127/8 or ::1. */
export function isOutside(address: string): boolean {
  return !/^(?:127\.|::1$)/.test(address);
}

function invalid(family: Family, text: string): Fault {
  const shown = text.slice(0, 48);
  return new Fault(
    family === 4 ? 'InvalidIPv4Address' : 'InvalidIPv6Address',
    `no usable IPv${family} address: ${shown}`,
  );
}

/** Text in its canonical form (RFC 5952). */
function canonical(text: string, family: Family): string {
  return new SocketAddress({ address: text, family: typeOf(family) }).address;
}

/** Address of a host, in canonical form. Throws the fault of the family that the text looks like. */
export function hostAddress(text: string, wanted?: Family): string {
  const family = wanted ?? (text.includes(':') ? 6 : 4);
  if (familyOf(text) !== family || text.includes('%')) throw invalid(family, text);
  const address = canonical(text, family);
  if (address.startsWith('::ffff:') || unusable.check(address, typeOf(family))) throw invalid(family, text);
  return address;
}

/** Text of an IP address as clients send it: its family is that of the text, whatever Type says. */
export function sentAddress({ IPv4Address, IPv6Address }: Partial<tt.IPAddress>): string {
  const text = IPv4Address ?? IPv6Address;
  if (text === undefined) throw new Fault('InvalidArgVal', 'an address is missing');
  return hostAddress(text);
}

function bytesOf(address: string): readonly number[] {
  return address.split('.').map(Number);
}

/** True for the first and the last address of an IPv4 network, which no host has. */
function isNetworkItself(address: string, prefixLength: number): boolean {
  if (prefixLength > 30) return false;
  const number = bytesOf(address).reduce((sum, byte) => sum * 256 + byte, 0);
  const hosts = 2 ** (32 - prefixLength);
  const host = number % hosts;
  return host === 0 || host === hosts - 1;
}

/** Address of an interface, with its prefix. */
export function interfaceAddress(sent: tt.PrefixedIPv4Address, family: Family): Prefixed {
  const address = hostAddress(sent.Address, family);
  const prefixLength = sent.PrefixLength;
  const most = family === 4 ? 32 : 128;
  if (!Number.isInteger(prefixLength) || prefixLength < 1 || prefixLength > most)
    throw invalid(family, `${address}/${prefixLength}`);
  if (family === 4 && isNetworkItself(address, prefixLength)) throw invalid(family, `${address}/${prefixLength}`);
  return { address, prefixLength };
}

/** Range of addresses of a filter; any address may be named. */
export function addressRange(sent: tt.PrefixedIPv4Address, family: Family): Prefixed {
  const { Address, PrefixLength: prefixLength } = sent;
  const most = family === 4 ? 32 : 128;
  const isWhole = Number.isInteger(prefixLength) && prefixLength >= 0 && prefixLength <= most;
  if (familyOf(Address) !== family || Address.includes('%') || !isWhole)
    throw invalid(family, `${Address}/${prefixLength}`);
  return { address: canonical(Address, family), prefixLength };
}

/** True when the network of a prefix holds the address. */
export function holds({ address, prefixLength }: Prefixed, other: string): boolean {
  const family = familyOf(address);
  if (family === undefined || familyOf(other) !== family) return false;
  const subnet = new BlockList();
  subnet.addSubnet(address, prefixLength, typeOf(family));
  return subnet.check(other, typeOf(family));
}

/** Throws the fault of the family when an address stands twice in the list. */
export function refuseDuplicates(addresses: readonly string[]): void {
  const twice = addresses.find((one, index) => addresses.indexOf(one) !== index);
  if (twice !== undefined) throw invalid(familyOf(twice) ?? 4, `${twice} twice`);
}

/** tt:IPAddress of an address; nothing for a name. */
export function ipAddress(address: string): readonly tt.IPAddress[] {
  const bare = address.split('%')[0] ?? address;
  const family = familyOf(bare);
  if (family === undefined) return [];
  return [family === 4 ? { Type: 'IPv4', IPv4Address: bare } : { Type: 'IPv6', IPv6Address: bare }];
}
