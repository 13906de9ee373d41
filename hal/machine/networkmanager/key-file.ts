import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import type { LinkSettings, NetworkSettings, Prefixed } from '../../ports/machine.ts';

/** Identifier of an interface's profile: the same on trial and kept, so that one replaces the other. */
function uuidOf(link: string): string {
  const digest = createHash('sha256').update(`vedette ${link}`).digest('hex');
  const parts = [digest.slice(0, 8), digest.slice(8, 12), `4${digest.slice(13, 16)}`, `8${digest.slice(17, 20)}`];
  return [...parts, digest.slice(20, 32)].join('-');
}

function addressLines(addresses: readonly Prefixed[]): readonly string[] {
  return addresses.map(({ address, prefixLength }, index) => `address${index + 1}=${address}/${prefixLength}`);
}

function method4({ ipv4 }: LinkSettings): string {
  if (!ipv4.enabled) return 'disabled';
  if (ipv4.dhcp) return 'auto';
  return ipv4.addresses.length > 0 ? 'manual' : 'link-local';
}

function method6({ ipv6 }: LinkSettings): string {
  if (!ipv6.enabled) return 'disabled';
  if (ipv6.acceptRouterAdvertisements) return 'auto';
  if (ipv6.dhcp !== 'Off') return 'dhcp';
  return ipv6.addresses.length > 0 ? 'manual' : 'link-local';
}

/** Gateway, servers and domains of a family; a family without addresses can have none. */
function serverLines(method: string, family: 4 | 6, { gateways, dns }: NetworkSettings): readonly string[] {
  if (method === 'disabled' || method === 'link-local') return [];
  const [gateway] = method === 'manual' ? gateways.filter((one) => isIP(one) === family) : [];
  const servers = dns.fromDhcp ? [] : dns.servers.filter((one) => isIP(one) === family);
  return [
    ...(gateway === undefined ? [] : [`gateway=${gateway}`]),
    ...(servers.length > 0 ? [`dns=${servers.join(';')};`] : []),
    ...(dns.searchDomains.length > 0 ? [`dns-search=${dns.searchDomains.join(';')};`] : []),
    ...(dns.fromDhcp ? [] : ['ignore-auto-dns=true']),
  ];
}

/** Values of ipv4.link-local: 2 = off, 3 = beside the other addresses. */
const linkLocal = { off: 2, on: 3 } as const;

/** Profile of NetworkManager (nm-settings-keyfile(5)) for a wired interface. Only the first interface gets gateways. */
export function keyFile(link: LinkSettings, settings: NetworkSettings): string {
  const own = settings.links[0] === link ? settings : { ...settings, gateways: [] };
  const [v4, v6] = [method4(link), method6(link)];
  const lines = [
    ...['[connection]', `id=vedette-${link.name}`, `uuid=${uuidOf(link.name)}`, 'type=ethernet'],
    ...[`interface-name=${link.name}`, 'autoconnect-priority=900'],
    ...(link.mtu === undefined ? [] : ['', '[ethernet]', `mtu=${link.mtu}`]),
    ...['', '[ipv4]', `method=${v4}`],
    ...(v4 === 'manual' ? addressLines(link.ipv4.addresses) : []),
    ...(v4 === 'auto' || v4 === 'manual' ? [`link-local=${link.ipv4.linkLocal ? linkLocal.on : linkLocal.off}`] : []),
    ...serverLines(v4, 4, own),
    ...['', '[ipv6]', `method=${v6}`],
    ...(v6 === 'disabled' || v6 === 'link-local' ? [] : addressLines(link.ipv6.addresses)),
    ...serverLines(v6, 6, own),
  ];
  return `${lines.join('\n')}\n`;
}
