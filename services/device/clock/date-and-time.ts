import { localClock, parseTimeZone } from '../../../hal/ports/posix-time-zone.ts';
import { Fault } from '../../faults/fault.ts';
import type * as tds from '../../generated/tds.ts';
import type * as tt from '../../generated/tt.ts';
import { whileSame } from '../../soap/reply-cache.ts';
import type { DeviceFeature } from '../feature.ts';
import { unlessAble } from '../network/machine-ability.ts';
import type { ClockControl } from './clock-control.ts';

type Names = 'GetSystemDateAndTime' | 'SetSystemDateAndTime';

/** Times from 1970 to the end of 32-bit clocks. */
const end = 2 ** 31 * 1000;
/** Characters of a time zone at most; Windows names them with words. */
const longestZone = 600;

/** Clients leave out DaylightSavings where it is to stay, and TZ where they know none. */
type SentTime = Omit<tds.SetSystemDateAndTime, 'DaylightSavings' | 'TimeZone'> &
  Partial<Pick<tds.SetSystemDateAndTime, 'DaylightSavings'>> & { readonly TimeZone?: Partial<tt.TimeZone> };

function dateTime(at: Date): tt.DateTime {
  return {
    Time: { Hour: at.getUTCHours(), Minute: at.getUTCMinutes(), Second: at.getUTCSeconds() },
    Date: { Year: at.getUTCFullYear(), Month: at.getUTCMonth() + 1, Day: at.getUTCDate() },
  };
}

/** Milliseconds since 1970 of a date that exists. */
function timeOf({ Date: date, Time: time }: tt.DateTime): number {
  const { Year, Month, Day } = date;
  const { Hour, Minute, Second } = time;
  // A leap second is told as the one before it.
  const seconds = Second === 60 ? 59 : Second;
  const found = Date.UTC(Year, Month - 1, Day, Hour, Minute, seconds);
  const told = Number.isFinite(found) ? dateTime(new Date(found)) : undefined;
  const exists =
    JSON.stringify(told) === JSON.stringify({ Time: { Hour, Minute, Second: seconds }, Date: { Year, Month, Day } });
  if (!exists || found < 0 || found >= end)
    throw new Fault('InvalidDateTime', 'times are dates from 1970 to 2038-01-19');
  return found;
}

function zoneOf(sent: string | undefined): { readonly zone: string } | undefined {
  const zone = sent?.trim() ?? '';
  if (zone === '') return undefined;
  if (zone.length > longestZone || parseTimeZone(zone) === undefined)
    throw new Fault(
      'InvalidTimeZone',
      'a time zone is a POSIX string with an offset, such as CET-1CEST,M3.5.0,M10.5.0/3',
    );
  return { zone };
}

/** The answer of one second. */
function systemDateAndTime(clock: ClockControl, now: number): tds.GetSystemDateAndTimeResponse {
  const known = parseTimeZone(clock.rule);
  return {
    SystemDateAndTime: {
      DateTimeType: clock.type,
      DaylightSavings: clock.daylightSavings,
      TimeZone: { TZ: clock.zone },
      UTCDateTime: dateTime(new Date(now)),
      ...(known !== undefined && { LocalDateTime: dateTime(localClock(known, now)) }),
    },
  };
}

/** Date and time (ONVIF Core 8.3). With NTP the sent time has no meaning; a zone or a flag that is left out stays. */
export function dateAndTimeFeature(clock: ClockControl): DeviceFeature<Names> {
  const { machine } = clock;
  const refused = unlessAble(machine.abilities.clock, 'the clock of this machine cannot be set by the firmware');
  const second = (): number => Math.floor(machine.now() / 1000);
  return {
    capabilities: {},
    handlers: {
      GetSystemDateAndTime: whileSame(
        () => `${second()} ${clock.type} ${clock.daylightSavings} ${clock.zone}`,
        () => systemDateAndTime(clock, second() * 1000),
      ),
      SetSystemDateAndTime:
        refused ??
        (async ({ DateTimeType: type, DaylightSavings, TimeZone, UTCDateTime }: SentTime) => {
          const time = type === 'Manual' && UTCDateTime !== undefined ? timeOf(UTCDateTime) : undefined;
          const flag = DaylightSavings === undefined ? {} : { daylightSavings: DaylightSavings };
          await clock.set({ type, ...zoneOf(TimeZone?.TZ), ...flag }, time);
          return {};
        }),
    },
  };
}
