import type { DateTime } from '../../../generated/tt.ts';
import { device } from '../soap/services.ts';

/** Present time by the browser's clock. */
export function browserTime(): number {
  return performance.timeOrigin + performance.now();
}

/** Milliseconds since 1970 of a time of the standard. */
export function timeOf({ Date: date, Time: time }: DateTime): number {
  return Date.UTC(date.Year, date.Month - 1, date.Day, time.Hour, time.Minute, time.Second);
}

/** Time of the standard, in UTC. */
function standardTime(time: number): DateTime {
  const date = new Date(time);
  return {
    Time: { Hour: date.getUTCHours(), Minute: date.getUTCMinutes(), Second: date.getUTCSeconds() },
    Date: { Year: date.getUTCFullYear(), Month: date.getUTCMonth() + 1, Day: date.getUTCDate() },
  };
}

/** How a camera gets its time. */
interface ClockChoice {
  readonly type: 'Manual' | 'NTP';
  /** POSIX time zone. */
  readonly zone: string;
  /** Servers; empty = those of DHCP. */
  readonly servers: readonly string[];
}

function hostOf(name: string): { readonly Type: 'IPv4' | 'IPv6' | 'DNS' } & Readonly<Record<string, string>> {
  if (/^\d+(\.\d+){3}$/.test(name)) return { Type: 'IPv4', IPv4Address: name };
  return name.includes(':') ? { Type: 'IPv6', IPv6Address: name } : { Type: 'DNS', DNSname: name };
}

/** Sets zone, source of the time, and the time itself where nobody else gives it. */
export async function setClock({ type, zone, servers }: ClockChoice, manual: number): Promise<void> {
  if (type === 'NTP')
    await device(
      'SetNTP',
      servers.length === 0 ? { FromDHCP: true } : { FromDHCP: false, NTPManual: servers.map(hostOf) },
    );
  await device('SetSystemDateAndTime', {
    DateTimeType: type,
    DaylightSavings: zone.includes(','),
    TimeZone: { TZ: zone },
    ...(type === 'Manual' && { UTCDateTime: standardTime(manual) }),
  });
}
