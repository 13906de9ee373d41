import type { LinkSettings, LinkState, Prefixed } from '../../../hal/ports/machine.ts';
import type * as tt from '../../generated/tt.ts';
import type { DeviceFeature } from '../feature.ts';
import { familyOf } from './addresses.ts';
import { linkSettings } from './link-settings.ts';
import { unlessAble } from './machine-ability.ts';
import type { NetworkControl } from './network-control.ts';
import { changedLink, withLink } from './set-interfaces.ts';

type Names = 'GetNetworkInterfaces' | 'SetNetworkInterfaces';

type Origin = LinkState['addresses'][number]['origin'];

const prefixed = ({ address, prefixLength }: Prefixed): tt.PrefixedIPv4Address => ({
  Address: address,
  PrefixLength: prefixLength,
});

function having(state: LinkState, family: 4 | 6, origin: Origin): readonly tt.PrefixedIPv4Address[] {
  return state.addresses.filter((one) => one.origin === origin && familyOf(one.address) === family).map(prefixed);
}

/** Manual addresses that are not in force beside DHCP are left out when there is a lease: clients take the first address they find. */
function configuration4(state: LinkState, { ipv4 }: LinkSettings): tt.IPv4Configuration {
  const [linkLocal] = having(state, 4, 'linkLocal');
  const [lease] = having(state, 4, 'dhcp');
  return {
    ...(!(ipv4.dhcp && lease !== undefined) && { Manual: ipv4.addresses.map(prefixed) }),
    ...(linkLocal !== undefined && { LinkLocal: linkLocal }),
    ...(lease !== undefined && { FromDHCP: lease }),
    DHCP: ipv4.dhcp,
  };
}

function configuration6(state: LinkState, { ipv6 }: LinkSettings): tt.IPv6Configuration {
  return {
    AcceptRouterAdvert: ipv6.acceptRouterAdvertisements,
    DHCP: ipv6.dhcp,
    Manual: ipv6.addresses.map(prefixed),
    LinkLocal: having(state, 6, 'linkLocal'),
    FromDHCP: having(state, 6, 'dhcp'),
    FromRA: having(state, 6, 'router'),
  };
}

function describe(state: LinkState, link: LinkSettings): tt.NetworkInterface {
  const { name, up, mtu, hardwareAddress } = state;
  const v6 = link.ipv6.enabled || state.addresses.some(({ address }) => familyOf(address) === 6);
  return {
    token: name,
    Enabled: up,
    Info: { Name: name, HwAddress: hardwareAddress || '00:00:00:00:00:00', MTU: mtu },
    IPv4: { Enabled: link.ipv4.enabled, Config: configuration4(state, link) },
    ...(v6 && { IPv6: { Enabled: link.ipv6.enabled, Config: configuration6(state, link) } }),
  };
}

/** Interfaces of the machine (ONVIF Core 8.2). New addresses that could cut clients off are on trial until a client arrives by them. */
export function interfaceFeature(network: NetworkControl): DeviceFeature<Names> {
  const { abilities } = network.machine;
  const refused = unlessAble(abilities.network, 'the addresses of this machine cannot be set by the firmware');
  return {
    capabilities: { Network: { DHCPv6: abilities.network } },
    handlers: {
      GetNetworkInterfaces: async () => {
        const { wishes } = network;
        return {
          NetworkInterfaces: (await network.links()).map((state) => describe(state, linkSettings(wishes, state))),
        };
      },
      SetNetworkInterfaces:
        refused ??
        (async ({ InterfaceToken, NetworkInterface }, context) => {
          await network.change(
            (present, links) => withLink(present, links, InterfaceToken, (link) => changedLink(link, NetworkInterface)),
            context,
          );
          return { RebootNeeded: false };
        }),
    },
  };
}
