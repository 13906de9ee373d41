import type { DeviceFeature } from '../feature.ts';
import type { DeviceOptions } from '../options.ts';
import { dnsFeature } from './dns.ts';
import { dynamicDnsFeature } from './dynamic-dns-operations.ts';
import { filterFeature } from './filter-operations.ts';
import { gatewayFeature } from './gateway.ts';
import { hostnameFeature } from './hostname.ts';
import { interfaceFeature } from './interfaces.ts';
import { protocolFeature } from './protocols.ts';
import { zeroConfigurationFeature } from './zero-configuration.ts';

type HandlersOf<Made> = Made extends (...parts: never[]) => { readonly handlers: infer Handled }
  ? keyof Handled
  : never;

type Names = HandlersOf<
  | typeof hostnameFeature
  | typeof dnsFeature
  | typeof interfaceFeature
  | typeof gatewayFeature
  | typeof zeroConfigurationFeature
  | typeof protocolFeature
  | typeof filterFeature
  | typeof dynamicDnsFeature
>;

type Parts = Pick<DeviceOptions, 'network' | 'filter' | 'protocols' | 'dynamicDns' | 'ipVersion6'>;

/** Network settings (ONVIF Core 8.2). */
export function networkFeature({ network, filter, protocols, dynamicDns, ipVersion6 }: Parts): DeviceFeature<Names> {
  const interfaces = interfaceFeature(network);
  return {
    capabilities: {
      Network: { IPVersion6: ipVersion6, ...interfaces.capabilities.Network },
      Security: { 'TLS1.2': true },
    },
    handlers: {
      ...hostnameFeature(network).handlers,
      ...dnsFeature(network).handlers,
      ...interfaces.handlers,
      ...gatewayFeature(network).handlers,
      ...zeroConfigurationFeature(network).handlers,
      ...protocolFeature(protocols).handlers,
      ...filterFeature(filter).handlers,
      ...dynamicDnsFeature(dynamicDns).handlers,
    },
  };
}
