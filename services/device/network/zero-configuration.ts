import type { LinkState } from '../../../hal/ports/machine.ts';
import { Fault } from '../../faults/fault.ts';
import type * as tt from '../../generated/tt.ts';
import type { DeviceFeature } from '../feature.ts';
import { familyOf } from './addresses.ts';
import { linkSettings } from './link-settings.ts';
import { unlessAble } from './machine-ability.ts';
import type { NetworkControl } from './network-control.ts';
import { withLink } from './set-interfaces.ts';

type Names = 'GetZeroConfiguration' | 'SetZeroConfiguration';

/** Link-local IPv4 addresses beside the others (ONVIF Core 8.2, RFC 3927). */
export function zeroConfigurationFeature(network: NetworkControl): DeviceFeature<Names> {
  const reason = 'link-local addresses of this machine cannot be set by the firmware';
  const refused = unlessAble(network.machine.abilities.network, reason);
  const told = (state: LinkState): tt.NetworkZeroConfiguration => {
    const found = state.addresses.filter(({ origin, address }) => origin === 'linkLocal' && familyOf(address) === 4);
    return {
      InterfaceToken: state.name,
      Enabled: linkSettings(network.wishes, state).ipv4.linkLocal,
      Addresses: found.map(({ address }) => address),
    };
  };
  return {
    capabilities: {},
    handlers: {
      GetZeroConfiguration:
        refused ??
        (async () => {
          const [first, ...others] = (await network.links()).map(told);
          if (first === undefined) throw new Fault('Action', 'the machine has no network interface');
          return {
            ZeroConfiguration: { ...first, ...(others.length > 0 && { Extension: { Additional: others } }) },
          };
        }),
      SetZeroConfiguration:
        refused ??
        (async ({ InterfaceToken, Enabled }, context) => {
          await network.change(
            (present, links) =>
              withLink(present, links, InterfaceToken, (link) => ({
                ...link,
                ipv4: { ...link.ipv4, linkLocal: Enabled },
              })),
            context,
          );
          return {};
        }),
    },
  };
}
