import { Fault } from '../../faults/fault.ts';
import type { DeviceFeature } from '../feature.ts';
import { familyOf, hostAddress } from './addresses.ts';
import { gatewaySettings } from './link-settings.ts';
import { unlessAble } from './machine-ability.ts';
import type { NetworkControl } from './network-control.ts';

type Names = 'GetNetworkDefaultGateway' | 'SetNetworkDefaultGateway';

/** Gateways of a family at most. */
const most = 4;

function gatewaysOf(sent: readonly string[], family: 4 | 6): readonly string[] {
  let gateways: readonly string[];
  try {
    gateways = sent.map((text) => hostAddress(text.trim(), family));
  } catch {
    throw new Fault('InvalidGatewayAddress');
  }
  if (gateways.length > most || new Set(gateways).size < gateways.length)
    throw new Fault('InvalidGatewayAddress', `gateways are ${most} different addresses at most`);
  return gateways;
}

/**
 * Default gateways (ONVIF Core 8.2). A gateway may lie outside the present subnet, since clients set it before the address. A family
 * that is left out stays as it is; a request without any address removes all.
 */
export function gatewayFeature(network: NetworkControl): DeviceFeature<Names> {
  const { abilities } = network.machine;
  const refused = unlessAble(abilities.network, 'the gateway of this machine cannot be set by the firmware');
  return {
    capabilities: {},
    handlers: {
      GetNetworkDefaultGateway: async () => {
        const links = await network.links();
        const given = links.flatMap(({ gateways }) => gateways.map(({ address }) => address));
        const set = gatewaySettings(network.wishes, links);
        const all = set.length > 0 ? set : [...new Set(given)];
        return {
          NetworkGateway: {
            IPv4Address: all.filter((one) => familyOf(one) === 4),
            IPv6Address: all.filter((one) => familyOf(one) === 6),
          },
        };
      },
      SetNetworkDefaultGateway:
        refused ??
        (async ({ IPv4Address, IPv6Address }, context) => {
          const v4 = IPv4Address && gatewaysOf(IPv4Address, 4);
          const v6 = IPv6Address && gatewaysOf(IPv6Address, 6);
          await network.change((present, links) => {
            const known = v4 === undefined && v6 === undefined ? [] : gatewaySettings(present, links);
            const keeps = (family: 4 | 6): readonly string[] => known.filter((one) => familyOf(one) === family);
            return { ...present, gateways: [...(v4 ?? keeps(4)), ...(v6 ?? keeps(6))] };
          }, context);
          return {};
        }),
    },
  };
}
