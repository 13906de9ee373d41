import type { NetworkInterface, NetworkProtocolType } from '../../../../generated/tt.ts';
import { device } from '../../soap/services.ts';

/** Network settings as the form has them. */
export interface NetworkValues {
  readonly dhcp: boolean;
  /** IPv4 address with prefix length; empty where there is none. */
  readonly address: string;
  readonly gateway: string;
  readonly host: string;
  readonly dns: string;
  readonly discovery: boolean;
  readonly http: number;
  readonly https: number;
  readonly rtsp: number;
}

/** Settings with facts that cannot be changed. */
export interface Network {
  readonly token: string;
  readonly name: string;
  readonly hardware: string;
  readonly present: string;
  readonly protocols: readonly { readonly name: NetworkProtocolType; readonly enabled: boolean }[];
  readonly values: NetworkValues;
}

type Prefixed = { readonly Address: string; readonly PrefixLength: number } | undefined;

function written(address: Prefixed): string {
  return address === undefined ? '' : `${address.Address}/${address.PrefixLength}`;
}

function addressesOf({
  IPv4,
}: NetworkInterface): Pick<NetworkValues, 'dhcp' | 'address'> & { readonly present: string } {
  const config = IPv4?.Config;
  const manual = written(config?.Manual?.[0]);
  return {
    dhcp: config?.DHCP ?? false,
    address: manual,
    present: written(config?.FromDHCP ?? config?.Manual?.[0] ?? config?.LinkLocal),
  };
}

/** First interface of the camera, with names and ports. */
export async function readNetwork(): Promise<Network> {
  const [interfaces, gateway, hostname, dns, mode, protocols] = await Promise.all([
    device('GetNetworkInterfaces', {}),
    device('GetNetworkDefaultGateway', {}),
    device('GetHostname', {}),
    device('GetDNS', {}),
    device('GetDiscoveryMode', {}),
    device('GetNetworkProtocols', {}),
  ]);
  const [first] = interfaces.NetworkInterfaces;
  if (first === undefined) throw new Error('the camera has no network interface');
  const { present, ...addresses } = addressesOf(first);
  const { FromDHCP, DNSManual = [] } = dns.DNSInformation;
  const ports = protocols.NetworkProtocols ?? [];
  const portOf = (name: NetworkProtocolType): number => ports.find(({ Name }) => Name === name)?.Port[0] ?? 0;
  return {
    token: first.token,
    name: first.Info?.Name ?? first.token,
    hardware: first.Info?.HwAddress ?? '',
    present,
    protocols: ports.map(({ Name, Enabled }) => ({ name: Name, enabled: Enabled })),
    values: {
      ...addresses,
      gateway: gateway.NetworkGateway.IPv4Address?.[0] ?? '',
      host: hostname.HostnameInformation.Name ?? '',
      dns: FromDHCP ? '' : DNSManual.map(({ IPv4Address, IPv6Address }) => IPv4Address ?? IPv6Address ?? '').join(', '),
      discovery: mode.DiscoveryMode === 'Discoverable',
      http: portOf('HTTP'),
      https: portOf('HTTPS'),
      rtsp: portOf('RTSP'),
    },
  };
}

async function writeNames(before: NetworkValues, { host, dns, discovery }: NetworkValues): Promise<void> {
  if (host !== before.host) await device('SetHostname', { Name: host });
  if (dns !== before.dns) {
    const servers = dns.split(/[\s,]+/).filter((one) => one !== '');
    const DNSManual = servers.map((one) =>
      one.includes(':') ? { Type: 'IPv6' as const, IPv6Address: one } : { Type: 'IPv4' as const, IPv4Address: one },
    );
    await device('SetDNS', servers.length === 0 ? { FromDHCP: true } : { FromDHCP: false, DNSManual });
  }
  if (discovery !== before.discovery)
    await device('SetDiscoveryMode', { DiscoveryMode: discovery ? 'Discoverable' : 'NonDiscoverable' });
}

/** Writes what has changed; what may end the connection comes last. */
export async function writeNetwork(
  { token, protocols, values: before }: Network,
  values: NetworkValues,
): Promise<void> {
  await writeNames(before, values);
  if (values.gateway !== before.gateway)
    await device('SetNetworkDefaultGateway', values.gateway === '' ? {} : { IPv4Address: [values.gateway] });
  const ports = { HTTP: 'http', HTTPS: 'https', RTSP: 'rtsp' } as const;
  const moved = protocols.filter(({ name }) => values[ports[name]] !== before[ports[name]]);
  if (moved.length > 0)
    await device('SetNetworkProtocols', {
      NetworkProtocols: moved.map(({ name, enabled }) => ({
        Name: name,
        Enabled: enabled,
        Port: [values[ports[name]]],
      })),
    });
  if (values.dhcp === before.dhcp && values.address === before.address) return;
  const [Address = '', length = ''] = values.address.split('/');
  const Manual = Address === '' ? [] : [{ Address, PrefixLength: Number(length) }];
  await device('SetNetworkInterfaces', {
    InterfaceToken: token,
    NetworkInterface: { IPv4: { Enabled: true, DHCP: values.dhcp, Manual } },
  });
}
