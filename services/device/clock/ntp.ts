import { Fault } from '../../faults/fault.ts';
import type * as tds from '../../generated/tds.ts';
import type * as tt from '../../generated/tt.ts';
import type { DeviceFeature } from '../feature.ts';
import { familyOf, hostAddress, ipAddress } from '../network/addresses.ts';
import { isHostName } from '../network/host-name.ts';
import { unlessAble } from '../network/machine-ability.ts';
import type { ClockControl } from './clock-control.ts';

type Names = 'GetNTP' | 'SetNTP';

/** Servers at most, and characters of a name. */
const limits = { servers: 4, name: 253 } as const;

/** Clients leave out FromDHCP where they name servers (libonvif). */
type SentNtp = Omit<tds.SetNTP, 'FromDHCP'> & Partial<Pick<tds.SetNTP, 'FromDHCP'>>;

function networkHost(server: string): tt.NetworkHost {
  return ipAddress(server)[0] ?? { Type: 'DNS', DNSname: server };
}

/** Address or name of a server; an address is known by its text, also where it stands in the member of the other family. */
function serverOf({ Type, IPv4Address, IPv6Address, DNSname }: tt.NetworkHost): string {
  const text = (Type === 'DNS' ? DNSname : (IPv4Address ?? IPv6Address ?? DNSname))?.trim();
  if (text === undefined || text === '') throw new Fault('InvalidArgVal', 'a server without address and name');
  if (Type !== 'DNS' || familyOf(text) !== undefined) return hostAddress(text);
  if (!isHostName(text, limits.name)) throw new Fault('InvalidDnsName');
  return text;
}

/** Time servers (ONVIF Core 8.2). Servers that a request leaves out stay. */
export function ntpFeature(clock: ClockControl): DeviceFeature<Names> {
  const { machine } = clock;
  const refused = unlessAble(machine.abilities.ntp, 'the time servers of this machine cannot be set by the firmware');
  return {
    // NTP is the number of servers that SetNTP takes.
    capabilities: { Network: { NTP: machine.abilities.ntp ? limits.servers : 0 } },
    handlers: {
      GetNTP: async () => {
        const { fromDhcp, servers } = clock.ntp;
        const given = (await machine.links()).flatMap(({ ntp }) => ntp).filter(({ origin }) => origin === 'dhcp');
        return {
          NTPInformation: {
            FromDHCP: fromDhcp,
            ...(fromDhcp && { NTPFromDHCP: given.map(({ address }) => networkHost(address)) }),
            NTPManual: servers.map(networkHost),
          },
        };
      },
      SetNTP:
        refused ??
        (async ({ FromDHCP: fromDhcp = false, NTPManual }: SentNtp) => {
          const servers =
            NTPManual === undefined ? (fromDhcp ? clock.ntp.servers : []) : [...new Set(NTPManual.map(serverOf))];
          if (servers.length > limits.servers) throw new Fault('InvalidArgVal', `at most ${limits.servers} servers`);
          await clock.setNtp({ fromDhcp, servers });
          return {};
        }),
    },
  };
}
