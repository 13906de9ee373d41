import { isIP } from 'node:net';
import type { NetworkAddress, NetworkInterface, System } from '../../hal/ports/system.ts';
import type * as tt from '../generated/tt.ts';
import type { DeviceFeature } from './feature.ts';
import type { DeviceOptions } from './options.ts';

type Names = 'GetHostname' | 'GetDNS' | 'GetNTP' | 'GetNetworkInterfaces' | 'GetNetworkProtocols';

type Parts = Pick<DeviceOptions, 'system' | 'ports' | 'ipVersion6'>;

/**
 * Network settings, read only (ONVIF Core 8.2). The firmware does not know whether DHCP gave them, so all are reported as
 * set by hand.
 */
export function networkFeature(options: Parts): DeviceFeature<Names> {
  const { ipVersion6, ports } = options;
  return {
    capabilities: {
      // NTP is the number of servers that SetNTP takes.
      Network: { IPVersion6: ipVersion6, NTP: 0 },
      Security: { 'TLS1.2': ports.https !== undefined },
    },
    handlers: networkHandlers(options),
  };
}

function networkHandlers({ system, ports }: Parts): DeviceFeature<Names>['handlers'] {
  return {
    GetHostname: () => ({ HostnameInformation: { FromDHCP: false, Name: system.hostname() } }),
    GetDNS: () => {
      const { servers, searchDomains } = system.dns();
      const addresses = servers.flatMap((server) => ipAddress(server));
      return { DNSInformation: { FromDHCP: false, SearchDomain: searchDomains, DNSManual: addresses } };
    },
    GetNTP: () => ({ NTPInformation: { FromDHCP: false, NTPManual: system.ntpServers().map(networkHost) } }),
    GetNetworkInterfaces: () => ({ NetworkInterfaces: visible(system).map(describe) }),
    GetNetworkProtocols: () => ({
      NetworkProtocols: [
        { Name: 'HTTP', Enabled: true, Port: [ports.http] },
        { Name: 'HTTPS', Enabled: ports.https !== undefined, Port: [ports.https ?? 443] },
        { Name: 'RTSP', Enabled: true, Port: [ports.rtsp] },
      ],
    }),
  };
}

function ipAddress(address: string): readonly tt.IPAddress[] {
  const bare = address.split('%')[0] ?? address;
  if (isIP(bare) === 4) return [{ Type: 'IPv4', IPv4Address: bare }];
  return isIP(bare) === 6 ? [{ Type: 'IPv6', IPv6Address: bare }] : [];
}

function networkHost(server: string): tt.NetworkHost {
  return ipAddress(server)[0] ?? { Type: 'DNS', DNSname: server };
}

/** Interfaces that are up; loopback only without any other, since the answer must have one. */
function visible(system: System): readonly NetworkInterface[] {
  const up = system.networkInterfaces().filter((one) => one.up);
  const outside = up.filter(({ loopback }) => !loopback);
  return outside.length > 0 ? outside : up;
}

function describe(one: NetworkInterface): tt.NetworkInterface {
  const version4 = one.addresses.filter(({ family }) => family === 'IPv4');
  const version6 = one.addresses.filter(({ family }) => family === 'IPv6');
  return {
    token: one.name,
    Enabled: one.up,
    Info: { Name: one.name, HwAddress: one.hardwareAddress || '00:00:00:00:00:00', MTU: one.mtu },
    ...(version4.length > 0 && { IPv4: { Enabled: true, Config: configuration4(version4) } }),
    ...(version6.length > 0 && { IPv6: { Enabled: true, Config: configuration6(version6) } }),
  };
}

const prefixed = ({ address, prefixLength }: NetworkAddress): tt.PrefixedIPv4Address => ({
  Address: address.split('%')[0] ?? address,
  PrefixLength: prefixLength,
});

function configuration4(addresses: readonly NetworkAddress[]): tt.IPv4Configuration {
  const [linkLocal] = addresses.filter(({ address }) => address.startsWith('169.254.')).map(prefixed);
  const others = addresses.filter(({ address }) => !address.startsWith('169.254.')).map(prefixed);
  return { Manual: others, ...(linkLocal !== undefined && { LinkLocal: linkLocal }), DHCP: false };
}

function configuration6(addresses: readonly NetworkAddress[]): tt.IPv6Configuration {
  const isLinkLocal = ({ address }: NetworkAddress): boolean => /^fe[89ab]/i.test(address);
  return {
    DHCP: 'Off',
    Manual: addresses.filter((address) => !isLinkLocal(address)).map(prefixed),
    LinkLocal: addresses.filter(isLinkLocal).map(prefixed),
  };
}
