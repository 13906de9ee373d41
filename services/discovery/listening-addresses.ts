import { BlockList } from 'node:net';
import type { NetworkAddress, NetworkInterface } from '../../hal/ports/system.ts';

/** One address of one interface: where discovery listens and what its answers there name first. */
export interface Place extends NetworkAddress {
  readonly interfaceName: string;
  /** A new number means a new interface, with no group joined on it yet. */
  readonly interfaceIndex: number;
  readonly loopback: boolean;
}

/** More addresses than a camera has; each costs a socket. */
const maximumPlaces = 16;

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

export function isLinkLocal({ address, family }: NetworkAddress): boolean {
  return family === 'IPv6' && within(linkLocal, address, family);
}

/**
 * Every place where discovery works. IPv6 on loopback is left out: it has no multicast route.
 * @param only addresses to keep to; empty means all
 */
export function placesOf(interfaces: readonly NetworkInterface[], only: readonly string[]): readonly Place[] {
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
    .slice(0, maximumPlaces);
}

function holds(place: Place, address: string): boolean {
  const subnet = new BlockList();
  const type = place.family === 'IPv4' ? 'ipv4' : 'ipv6';
  subnet.addSubnet(place.address, place.prefixLength, type);
  return subnet.check(withoutZone(address), type);
}

/**
 * The place a datagram came in at, told by its sender's address: Node does not say which interface it was, and the
 * kernel hands a group joined on one interface to sockets of all of them. Senders off the link are answered when their
 * address is for private use; a probe with a forged public address must not make us flood its owner.
 */
export function placeOf(sender: string, family: Family, places: readonly Place[]): Place | undefined {
  const zone = sender.split('%')[1];
  const candidates = places.filter(
    (place) => place.family === family && (zone === undefined || place.interfaceName === zone),
  );
  const onLink = candidates.find((place) => holds(place, sender));
  if (onLink !== undefined || !within(privateUse, sender, family)) return onLink;
  return candidates.find(({ loopback }) => !loopback);
}

/**
 * Host parts for d:XAddrs, the ones most useful at `place` first: clients take the first. Loopback and link-local
 * addresses mean nothing elsewhere and are named only there.
 */
export function hostsFor(place: Place, places: readonly Place[]): readonly string[] {
  const sameInterface = (other: Place): boolean => other.interfaceName === place.interfaceName;
  const rank = (other: Place): number =>
    (other.address === place.address ? 0 : 1) +
    (sameInterface(other) ? 0 : 4) +
    (other.family === place.family ? 0 : 2) +
    (isLinkLocal(other) ? 16 : 0);
  return places
    .filter((other) => sameInterface(other) || !(other.loopback || isLinkLocal(other)))
    .toSorted((a, b) => rank(a) - rank(b))
    .map(({ address, family }) => (family === 'IPv6' ? `[${address}]` : address));
}

/** One place per interface and family: what is multicast goes out once on each. */
export function multicastPlaces(places: readonly Place[]): readonly Place[] {
  const key = ({ interfaceName, family }: Place): string => `${interfaceName} ${family}`;
  const first = new Map(places.toReversed().map((place) => [key(place), place]));
  return [...first.values()];
}
