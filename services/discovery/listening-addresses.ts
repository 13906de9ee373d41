import { BlockList } from 'node:net';
import type { NetworkAddress, NetworkInterface } from '../../hal/ports/system.ts';

/** An address of an interface where discovery listens. */
export interface ListeningAddress extends NetworkAddress {
  readonly interfaceName: string;
  /** Another number is another interface, with no group joined on it yet. */
  readonly interfaceIndex: number;
  readonly loopback: boolean;
}

/** Addresses at most: each costs a socket. */
const maximumAddresses = 16;

const linkLocal = new BlockList();
linkLocal.addSubnet('fe80::', 10, 'ipv6');

const privateUse = new BlockList();
privateUse.addSubnet('10.0.0.0', 8);
privateUse.addSubnet('172.16.0.0', 12);
privateUse.addSubnet('192.168.0.0', 16);
privateUse.addSubnet('169.254.0.0', 16);
privateUse.addSubnet('fc00::', 7, 'ipv6');

type Family = NetworkAddress['family'];

const withoutZone = (address: string): string => address.split('%')[0] ?? address;

function within(list: BlockList, address: string, family: Family): boolean {
  return list.check(withoutZone(address), family === 'IPv4' ? 'ipv4' : 'ipv6');
}

function isLinkLocal({ address, family }: NetworkAddress): boolean {
  return family === 'IPv6' && within(linkLocal, address, family);
}

/**
 * All addresses where discovery works. IPv6 on loopback is left out: it has no multicast route.
 * @param only addresses to keep to; empty means all
 */
export function listeningAddresses(
  interfaces: readonly NetworkInterface[],
  only: readonly string[],
): readonly ListeningAddress[] {
  return interfaces
    .filter(({ up }) => up)
    .flatMap(({ name, index, loopback, addresses }) =>
      addresses.map((address) => ({
        ...address,
        address: withoutZone(address.address),
        interfaceName: name,
        interfaceIndex: index,
        loopback,
      })),
    )
    .filter(({ family, loopback }) => family === 'IPv4' || !loopback)
    .filter(({ address }) => only.length === 0 || only.includes(address))
    .slice(0, maximumAddresses);
}

function holds(local: ListeningAddress, address: string): boolean {
  const subnet = new BlockList();
  const type = local.family === 'IPv4' ? 'ipv4' : 'ipv6';
  subnet.addSubnet(local.address, local.prefixLength, type);
  return subnet.check(withoutZone(address), type);
}

/**
 * The own address where a datagram arrived, found by the sender's address: Node does not tell the interface, and the kernel
 * gives a datagram for a group to the sockets of all interfaces. Senders off the link are answered only when their address
 * is for private use: a probe with a forged public address must not flood the owner of that address.
 */
export function receivingAddress(
  sender: string,
  family: Family,
  addresses: readonly ListeningAddress[],
): ListeningAddress | undefined {
  const zone = sender.split('%')[1];
  const candidates = addresses.filter(
    (local) => local.family === family && (zone === undefined || local.interfaceName === zone),
  );
  const onLink = candidates.find((local) => holds(local, sender));
  if (onLink !== undefined || !within(privateUse, sender, family)) return onLink;
  return candidates.find(({ loopback }) => !loopback);
}

/**
 * Host parts for d:XAddrs, the most useful at `local` first, as clients take the first. Loopback and link-local addresses
 * mean nothing on other interfaces and are left out there.
 */
export function hostsFor(local: ListeningAddress, addresses: readonly ListeningAddress[]): readonly string[] {
  const sameInterface = (other: ListeningAddress): boolean => other.interfaceName === local.interfaceName;
  const rank = (other: ListeningAddress): number =>
    (other.address === local.address ? 0 : 1) +
    (sameInterface(other) ? 0 : 4) +
    (other.family === local.family ? 0 : 2) +
    (isLinkLocal(other) ? 16 : 0);
  return addresses
    .filter((other) => sameInterface(other) || !(other.loopback || isLinkLocal(other)))
    .toSorted((a, b) => rank(a) - rank(b))
    .map(({ address, family }) => (family === 'IPv6' ? `[${address}]` : address));
}

/** One address for each interface and family: a multicast message is sent once on each. */
export function multicastAddresses(addresses: readonly ListeningAddress[]): readonly ListeningAddress[] {
  const key = ({ interfaceName, family }: ListeningAddress): string => `${interfaceName} ${family}`;
  const first = new Map(addresses.toReversed().map((local) => [key(local), local]));
  return [...first.values()];
}
