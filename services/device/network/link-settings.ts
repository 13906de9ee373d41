import type { LinkSettings, LinkState, NetworkSettings, Prefixed } from '../../../hal/ports/machine.ts';
import { familyOf, holds } from './addresses.ts';
import type { NetworkWishes } from './network-setting.ts';

type LinkAddress = LinkState['addresses'][number];

const ofFamily = (state: LinkState, family: 4 | 6): readonly LinkAddress[] =>
  state.addresses.filter(({ address }) => familyOf(address) === family);

const byHand = (addresses: readonly LinkAddress[]): readonly Prefixed[] =>
  addresses.filter(({ origin }) => origin === 'manual').map(({ address, prefixLength }) => ({ address, prefixLength }));

/** Settings that an interface seems to have, while nobody has set it. */
export function seenSettings(state: LinkState): LinkSettings {
  const [v4, v6] = [ofFamily(state, 4), ofFamily(state, 6)];
  const has = (addresses: readonly LinkAddress[], origin: LinkAddress['origin']): boolean =>
    addresses.some((one) => one.origin === origin);
  return {
    name: state.name,
    mtu: undefined,
    ipv4: { enabled: true, dhcp: has(v4, 'dhcp'), linkLocal: has(v4, 'linkLocal'), addresses: byHand(v4) },
    ipv6: {
      enabled: v6.length > 0,
      dhcp: has(v6, 'dhcp') ? 'Auto' : 'Off',
      acceptRouterAdvertisements: has(v6, 'router') || has(v6, 'dhcp'),
      addresses: byHand(v6),
    },
  };
}

/** Settings of a device from the factory. */
export function factoryLink(name: string): LinkSettings {
  const ipv4 = { enabled: true, dhcp: true, linkLocal: false, addresses: [] };
  const ipv6 = { enabled: true, dhcp: 'Auto', acceptRouterAdvertisements: true, addresses: [] } as const;
  return { name, mtu: undefined, ipv4, ipv6 };
}

/** Settings of an interface: as it was set, else as it seems to be. */
export function linkSettings(wishes: NetworkWishes, state: LinkState): LinkSettings {
  return wishes.links.find(({ name }) => name === state.name) ?? seenSettings(state);
}

export function dnsSettings({ dns }: NetworkWishes, links: readonly LinkState[]): NetworkSettings['dns'] {
  if (dns !== undefined) return dns;
  const all = links.flatMap((link) => link.dns);
  const servers = [...new Set(all.filter(({ origin }) => origin === 'manual').map(({ address }) => address))];
  const searchDomains = [...new Set(links.flatMap((link) => link.searchDomains))];
  return { fromDhcp: all.some(({ origin }) => origin === 'dhcp'), servers, searchDomains };
}

/** Gateways set by hand; those of DHCP where there are none. */
export function gatewaySettings({ gateways }: NetworkWishes, links: readonly LinkState[]): readonly string[] {
  if (gateways !== undefined) return gateways;
  const all = links.flatMap((link) => link.gateways);
  return [...new Set(all.filter(({ origin }) => origin === 'manual').map(({ address }) => address))];
}

/** Addresses that an interface will have; those of DHCP and of routers are expected to stay where these stay on. */
function expected(link: LinkSettings, state: LinkState): readonly Prefixed[] {
  const stays = ({ address, origin }: LinkAddress): boolean => {
    if (familyOf(address) === 6) {
      if (!link.ipv6.enabled || origin === 'manual') return false;
      if (origin === 'router') return link.ipv6.acceptRouterAdvertisements;
      return origin === 'linkLocal' || link.ipv6.dhcp !== 'Off';
    }
    if (!link.ipv4.enabled || origin === 'manual') return false;
    return origin === 'dhcp' ? link.ipv4.dhcp : link.ipv4.linkLocal;
  };
  const v4 = link.ipv4.enabled && !link.ipv4.dhcp ? link.ipv4.addresses : [];
  const v6 = link.ipv6.enabled ? link.ipv6.addresses : [];
  return [...v4, ...v6, ...state.addresses.filter(stays)];
}

/** Ends of the connection on which a change was asked for. */
interface Ends {
  readonly localAddress: string;
  readonly remoteAddress: string;
}

const text = ({ address, prefixLength }: Prefixed): string => `${address}/${prefixLength}`;

/** True when the client that asks will surely reach the device as before, so that a change needs no trial. */
export function staysReachable(settings: NetworkSettings, before: readonly LinkState[], asker: Ends): boolean {
  const later = before.map((state) => {
    const link = settings.links.find(({ name }) => name === state.name);
    return link === undefined ? state.addresses : expected(link, state);
  });
  const [was, will] = [before.flatMap(({ addresses }) => addresses), later.flat()];
  const kept = new Set(will.map(text));
  const added = will.some((one) => !was.some((other) => text(other) === text(one)));
  // An interface that starts DHCP has an address which nobody knows yet.
  const starts = settings.links.some(
    (link) => link.ipv4.dhcp && !before.some(({ name, addresses }) => name === link.name && addresses.some(byDhcp4)),
  );
  const same = !added && !starts && was.every((one) => kept.has(text(one)));
  const usesAddress = was.some(({ address }) => address === asker.localAddress);
  if (!same && !(usesAddress && will.some(({ address }) => address === asker.localAddress))) return false;
  const onLink = will.some((one) => holds(one, asker.remoteAddress)) || !usesAddress;
  const gateways = [...new Set(before.flatMap((state) => state.gateways.map(({ address }) => address)))];
  return onLink || gateways.every((one) => settings.gateways.includes(one));
}

function byDhcp4({ address, origin }: LinkAddress): boolean {
  return origin === 'dhcp' && familyOf(address) === 4;
}
