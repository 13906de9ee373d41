import { Fault } from '../../faults/fault.ts';
import { milliseconds } from '../../schema/simple/duration.ts';
import { notOffered } from '../../soap/service.ts';
import type { DeviceFeature } from '../feature.ts';
import type { DynamicDns } from './dynamic-dns.ts';
import { isHostName } from './host-name.ts';

type Names = 'GetDynamicDNS' | 'SetDynamicDNS';

/** Seconds: life of a record for which the client asks none, and the longest (RFC 2181 8). */
const ttl = { usual: 3600, longest: 2 ** 31 - 1 } as const;

const refused = notOffered('updates of names need nsupdate, which is not installed');

function secondsOf(duration: string | undefined): number {
  if (duration === undefined) return ttl.usual;
  const seconds = Math.floor(milliseconds(duration) / 1000);
  if (!(seconds >= 0 && seconds <= ttl.longest)) throw new Fault('InvalidArgVal', 'this is no life of a DNS record');
  return seconds;
}

/** Dynamic DNS (ONVIF Core 8.2, RFC 2136): the device itself updates its name. DHCP servers are not asked to. */
export function dynamicDnsFeature(dns: DynamicDns): DeviceFeature<Names> {
  if (!dns.isAvailable) return { capabilities: {}, handlers: { GetDynamicDNS: refused, SetDynamicDNS: refused } };
  return {
    capabilities: {},
    handlers: {
      GetDynamicDNS: () => {
        const { plan } = dns;
        if (plan === null) return { DynamicDNSInformation: { Type: 'NoUpdate' } };
        return { DynamicDNSInformation: { Type: 'ClientUpdates', Name: plan.name, TTL: `PT${plan.ttl}S` } };
      },
      SetDynamicDNS: async ({ Type, Name, TTL }) => {
        if (Type === 'ServerUpdates')
          throw new Fault('InvalidArgVal', 'the camera updates its name itself, or not at all');
        if (Type === 'NoUpdate') await dns.set(null);
        else {
          const name = (Name ?? dns.plan?.name ?? '').replace(/\.$/, '');
          if (!isHostName(name, 253) || !name.includes('.'))
            throw new Fault('InvalidArgVal', 'the name of the camera is a whole DNS name');
          await dns.set({ name, ttl: secondsOf(TTL) });
        }
        return {};
      },
    },
  };
}
