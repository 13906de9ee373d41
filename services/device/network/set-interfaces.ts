import type { LinkSettings, LinkState } from '../../../hal/ports/machine.ts';
import { Fault } from '../../faults/fault.ts';
import type * as tt from '../../generated/tt.ts';
import { interfaceAddress, refuseDuplicates } from './addresses.ts';
import { linkSettings } from './link-settings.ts';
import type { NetworkWishes } from './network-setting.ts';

const limits = { addresses: 8, mtu: 9216, leastMtu: 576, leastMtuIpv6: 1280 } as const;

function addressesOf(
  sent: readonly tt.PrefixedIPv4Address[],
  family: 4 | 6,
): readonly ReturnType<typeof interfaceAddress>[] {
  const addresses = sent.map((one) => interfaceAddress(one, family));
  if (addresses.length > limits.addresses)
    throw new Fault(
      family === 4 ? 'InvalidIPv4Address' : 'InvalidIPv6Address',
      `at most ${limits.addresses} addresses`,
    );
  return addresses;
}

function ipv4Of(present: LinkSettings['ipv4'], sent: tt.IPv4NetworkInterfaceSetConfiguration): LinkSettings['ipv4'] {
  const addresses = sent.Manual === undefined ? present.addresses : addressesOf(sent.Manual, 4);
  // Addresses without a word about DHCP are to be used.
  const dhcp = sent.DHCP ?? (sent.Manual === undefined ? present.dhcp : false);
  const next = { ...present, enabled: sent.Enabled ?? present.enabled, dhcp, addresses };
  if (next.enabled && !dhcp && !next.linkLocal && addresses.length === 0)
    throw new Fault('InvalidIPv4Address', 'IPv4 without DHCP needs an address');
  return next;
}

function ipv6Of(present: LinkSettings['ipv6'], sent: tt.IPv6NetworkInterfaceSetConfiguration): LinkSettings['ipv6'] {
  return {
    enabled: sent.Enabled ?? present.enabled,
    dhcp: sent.DHCP ?? present.dhcp,
    acceptRouterAdvertisements: sent.AcceptRouterAdvert ?? present.acceptRouterAdvertisements,
    addresses: sent.Manual === undefined ? present.addresses : addressesOf(sent.Manual, 6),
  };
}

function checkMtu(mtu: number | undefined, { enabled }: LinkSettings['ipv6']): void {
  if (mtu === undefined) return;
  const least = enabled ? limits.leastMtuIpv6 : limits.leastMtu;
  if (mtu < least || mtu > limits.mtu) throw new Fault('InvalidMtuValue', `an MTU is ${least} to ${limits.mtu}`);
}

/** Settings of an interface as a client wants them; what it leaves out stays (COR-02). Throws the standard's faults. */
export function changedLink(present: LinkSettings, sent: tt.NetworkInterfaceSetConfiguration): LinkSettings {
  const { Enabled, Link, MTU, IPv4, IPv6, Extension } = sent;
  if (Enabled === false) throw new Fault('InvalidArgVal', 'an interface cannot be switched off: nobody could reach it');
  if (Link !== undefined && !Link.AutoNegotiation)
    throw new Fault('InvalidInterfaceSpeed', 'interfaces negotiate their speed');
  if ((Extension?.Dot11 ?? []).length > 0) throw new Fault('InvalidDot11');
  const ipv4 = IPv4 === undefined ? present.ipv4 : ipv4Of(present.ipv4, IPv4);
  const ipv6 = IPv6 === undefined ? present.ipv6 : ipv6Of(present.ipv6, IPv6);
  if (!ipv4.enabled && !ipv6.enabled) throw new Fault('InvalidArgVal', 'IPv4 or IPv6 must stay enabled');
  checkMtu(MTU, ipv6);
  refuseDuplicates([...ipv4.addresses, ...ipv6.addresses].map(({ address }) => address));
  return { ...present, mtu: MTU ?? present.mtu, ipv4, ipv6 };
}

/** Wishes with another one for an interface. Throws InvalidNetworkInterface, and the fault of an address that two interfaces have. */
export function withLink(
  present: NetworkWishes,
  links: readonly LinkState[],
  token: string,
  change: (link: LinkSettings) => LinkSettings,
): NetworkWishes {
  const state = links.find(({ name }) => name === token);
  if (state === undefined) throw new Fault('InvalidNetworkInterface');
  const link = change(linkSettings(present, state));
  const others = present.links.filter(({ name }) => name !== token);
  const unset = links.filter(({ name }) => name !== token && !others.some((one) => one.name === name));
  const taken = [
    ...others.flatMap(({ ipv4, ipv6 }) => [...ipv4.addresses, ...ipv6.addresses]),
    ...unset.flatMap(({ addresses }) => addresses.filter(({ origin }) => origin !== 'linkLocal')),
  ].map(({ address }) => address);
  const own = [...link.ipv4.addresses, ...link.ipv6.addresses].map(({ address }) => address);
  refuseDuplicates([...own, ...new Set(taken)]);
  return { ...present, links: [...others, link] };
}
