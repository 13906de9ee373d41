import { Fault } from '../../faults/fault.ts';
import type { DeviceFeature } from '../feature.ts';
import { isHostName } from './host-name.ts';
import { unlessAble } from './machine-ability.ts';
import type { NetworkControl } from './network-control.ts';

type Names = 'GetHostname' | 'SetHostname' | 'SetHostnameFromDHCP';

/** Longest host name of Linux. */
const longest = 63;

/** Host name (ONVIF Core 8.2). An empty name is the one that DHCP gives. */
export function hostnameFeature(network: NetworkControl): DeviceFeature<Names> {
  const { machine } = network;
  const refused = unlessAble(machine.abilities.hostname, 'the host name of this machine cannot be set by the firmware');
  return {
    capabilities: {},
    handlers: {
      GetHostname: () => ({
        HostnameInformation: { FromDHCP: network.wishes.hostname === '', Name: machine.hostname() },
      }),
      SetHostname:
        refused ??
        (async ({ Name }) => {
          const name = Name.trim();
          if (name !== '' && !isHostName(name, longest)) throw new Fault('InvalidHostname');
          await network.setHostname(name);
          return {};
        }),
      SetHostnameFromDHCP:
        refused ??
        (async ({ FromDHCP }) => {
          if (FromDHCP) await network.setHostname('');
          else if (network.wishes.hostname === '') await network.setHostname(machine.hostname());
          return { RebootNeeded: false };
        }),
    },
  };
}
