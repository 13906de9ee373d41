import { Fault } from '../../faults/fault.ts';
import type * as tds from '../../generated/tds.ts';
import type { DeviceFeature } from '../feature.ts';
import { ipAddress, sentAddress } from './addresses.ts';
import { isHostName } from './host-name.ts';
import { dnsSettings } from './link-settings.ts';
import { unlessAble } from './machine-ability.ts';
import type { NetworkControl } from './network-control.ts';

type Names = 'GetDNS' | 'SetDNS';

const limits = { servers: 8, domains: 8, domainLength: 253 } as const;

/** Clients leave out FromDHCP where they name servers (libonvif). */
type SentDns = Omit<tds.SetDNS, 'FromDHCP'> & Partial<Pick<tds.SetDNS, 'FromDHCP'>>;

function domainsOf(sent: readonly string[]): readonly string[] {
  const domains = [...new Set(sent.map((one) => one.trim()).filter((one) => one !== ''))];
  if (domains.length > limits.domains || !domains.every((one) => isHostName(one, limits.domainLength)))
    throw new Fault('InvalidArgVal', `search domains are names, at most ${limits.domains}`);
  return domains;
}

function serversOf(sent: NonNullable<tds.SetDNS['DNSManual']>): readonly string[] {
  const servers = [...new Set(sent.map(sentAddress))];
  if (servers.length > limits.servers) throw new Fault('InvalidArgVal', `at most ${limits.servers} DNS servers`);
  return servers;
}

/** DNS servers and search domains (ONVIF Core 8.2). Parts that a request leaves out stay as they are. */
export function dnsFeature(network: NetworkControl): DeviceFeature<Names> {
  const { abilities } = network.machine;
  const refused = unlessAble(abilities.network, 'the DNS servers of this machine cannot be set by the firmware');
  return {
    capabilities: {},
    handlers: {
      GetDNS: async () => {
        const links = await network.links();
        const { fromDhcp, servers, searchDomains } = dnsSettings(network.wishes, links);
        const all = links.flatMap(({ dns }) => dns).filter(({ origin }) => origin !== 'manual');
        const given = [...new Set(all.map(({ address }) => address))].flatMap(ipAddress);
        return {
          DNSInformation: {
            FromDHCP: fromDhcp,
            SearchDomain: searchDomains,
            ...(fromDhcp && { DNSFromDHCP: given }),
            DNSManual: servers.flatMap(ipAddress),
          },
        };
      },
      SetDNS:
        refused ??
        (async ({ FromDHCP: fromDhcp = false, SearchDomain, DNSManual }: SentDns, context) => {
          const searchDomains = SearchDomain && domainsOf(SearchDomain);
          const servers = DNSManual && serversOf(DNSManual);
          await network.change((present, links) => {
            const known = dnsSettings(present, links);
            const dns = {
              fromDhcp,
              servers: servers ?? known.servers,
              searchDomains: searchDomains ?? known.searchDomains,
            };
            return { ...present, dns };
          }, context);
          return {};
        }),
    },
  };
}
