import type * as tt from '../../generated/tt.ts';
import type { AddressFilterPlan } from '../../plan/address-filter.ts';
import type { DeviceFeature } from '../feature.ts';
import type { AddressFilter } from './address-filter.ts';
import { addressRange, familyOf } from './addresses.ts';

type Names = 'GetIPAddressFilter' | 'SetIPAddressFilter' | 'AddIPAddressFilter' | 'RemoveIPAddressFilter';

function rangesOf({ IPv4Address = [], IPv6Address = [] }: tt.IPAddressFilter): AddressFilterPlan['ranges'] {
  return [...IPv4Address.map((one) => addressRange(one, 4)), ...IPv6Address.map((one) => addressRange(one, 6))];
}

function told({ type, ranges }: AddressFilterPlan): tt.IPAddressFilter {
  const ofFamily = (family: 4 | 6): readonly tt.PrefixedIPv4Address[] =>
    ranges
      .filter(({ address }) => familyOf(address) === family)
      .map(({ address, prefixLength }) => ({ Address: address, PrefixLength: prefixLength }));
  return { Type: type, IPv4Address: ofFamily(4), IPv6Address: ofFamily(6) };
}

/** Filter of clients by address (ONVIF Core 8.2): connections of HTTP, HTTPS, RTSP and RTSPS, and discovery. */
export function filterFeature(filter: AddressFilter): DeviceFeature<Names> {
  return {
    capabilities: {},
    handlers: {
      GetIPAddressFilter: () => ({ IPAddressFilter: told(filter.plan) }),
      SetIPAddressFilter: async ({ IPAddressFilter }, { remoteAddress }) => {
        await filter.set({ type: IPAddressFilter.Type, ranges: rangesOf(IPAddressFilter) }, remoteAddress);
        return {};
      },
      // The type of a request that adds or removes has no meaning.
      AddIPAddressFilter: async ({ IPAddressFilter }, { remoteAddress }) => {
        await filter.add(rangesOf(IPAddressFilter), remoteAddress);
        return {};
      },
      RemoveIPAddressFilter: async ({ IPAddressFilter }, { remoteAddress }) => {
        await filter.remove(rangesOf(IPAddressFilter), remoteAddress);
        return {};
      },
    },
  };
}
