import { BlockList, isIP } from 'node:net';
import type { NetworkSettings } from '../../ports/machine.ts';

type Link = NetworkSettings['links'][number];

const yes = (wanted: boolean): string => (wanted ? 'yes' : 'no');

/** Families of which networkd asks a DHCP server. */
function dhcpOf({ ipv4, ipv6 }: Link): string {
  const v4 = ipv4.enabled && ipv4.dhcp;
  // A server of DHCPv6 is asked because a router says so, or always: see `clientOf`.
  const v6 = ipv6.enabled && ipv6.dhcp !== 'Off' && !ipv6.acceptRouterAdvertisements;
  if (v4 && v6) return 'yes';
  return v4 ? 'ipv4' : v6 ? 'ipv6' : 'no';
}

function linkLocalOf({ ipv4, ipv6 }: Link): string {
  const v4 = ipv4.enabled && ipv4.linkLocal;
  if (v4 && ipv6.enabled) return 'yes';
  return v4 ? 'ipv4' : ipv6.enabled ? 'ipv6' : 'no';
}

const clients = { Auto: 'yes', Stateful: 'always', Stateless: 'always', Off: 'no' } as const;

function holds({ ipv4, ipv6 }: Link, gateway: string): boolean {
  const family = isIP(gateway) === 6 ? 'ipv6' : 'ipv4';
  const own = family === 'ipv6' ? ipv6.addresses : ipv4.addresses;
  return own.some(({ address, prefixLength }) => {
    const subnet = new BlockList();
    subnet.addSubnet(address, prefixLength, family);
    return subnet.check(gateway, family);
  });
}

/** Gateways of an interface: those in its subnets; the first interface has also those that lie in none. */
function gatewaysOf(link: Link, { links, gateways }: NetworkSettings): readonly string[] {
  const isFirst = links[0] === link;
  return gateways.flatMap((gateway) => {
    if (holds(link, gateway)) return ['', '[Route]', `Gateway=${gateway}`];
    const elsewhere = links.some((other) => holds(other, gateway));
    return isFirst && !elsewhere ? ['', '[Route]', `Gateway=${gateway}`, 'GatewayOnLink=yes'] : [];
  });
}

function addressesOf({ ipv4, ipv6 }: Link): readonly string[] {
  const v4 = ipv4.enabled && !ipv4.dhcp ? ipv4.addresses : [];
  const v6 = ipv6.enabled ? ipv6.addresses : [];
  return [...v4, ...v6].map(({ address, prefixLength }) => `Address=${address}/${prefixLength}`);
}

/** File of systemd.network(5) for an interface. */
export function networkFile(link: Link, settings: NetworkSettings): string {
  const { dns } = settings;
  const useDns = [`UseDNS=${yes(dns.fromDhcp)}`, `UseDomains=${yes(dns.fromDhcp)}`];
  const servers = dns.fromDhcp ? [] : dns.servers.map((server) => `DNS=${server}`);
  const lines = [
    ...['[Match]', `Name=${link.name}`],
    ...(link.mtu === undefined ? [] : ['', '[Link]', `MTUBytes=${link.mtu}`]),
    ...['', '[Network]', `DHCP=${dhcpOf(link)}`, `LinkLocalAddressing=${linkLocalOf(link)}`],
    ...addressesOf(link),
    ...servers,
    ...(dns.searchDomains.length > 0 ? [`Domains=${dns.searchDomains.join(' ')}`] : []),
    `IPv6AcceptRA=${yes(link.ipv6.enabled && link.ipv6.acceptRouterAdvertisements)}`,
    ...['', '[DHCPv4]', ...useDns, 'UseHostname=no'],
    ...['', '[DHCPv6]', ...useDns, ...(link.ipv6.dhcp === 'Stateless' ? ['UseAddress=no'] : [])],
    ...['', '[IPv6AcceptRA]', ...useDns, `DHCPv6Client=${clients[link.ipv6.dhcp]}`],
    ...gatewaysOf(link, settings),
  ];
  return `${lines.join('\n')}\n`;
}
