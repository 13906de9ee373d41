import { localClock, parseTimeZone } from '../../hal/ports/posix-time-zone.ts';
import type { System } from '../../hal/ports/system.ts';
import type * as tds from '../generated/tds.ts';
import type * as tt from '../generated/tt.ts';
import { whileSame } from '../soap/reply-cache.ts';
import type { DeviceFeature } from './feature.ts';
import type { DeviceOptions } from './options.ts';

type Names = 'GetDeviceInformation' | 'GetSystemDateAndTime';

/** Device information and clock (ONVIF Core 8.3). */
export function systemFeature(options: DeviceOptions): DeviceFeature<Names> {
  return { capabilities: {}, handlers: systemHandlers(options) };
}

function systemHandlers(options: DeviceOptions): DeviceFeature<Names>['handlers'] {
  const { board, identity, system, now = Date.now } = options;
  return {
    GetDeviceInformation: () => ({
      Manufacturer: board.manufacturer,
      Model: board.model,
      FirmwareVersion: identity.firmwareVersion,
      SerialNumber: identity.serialNumber,
      HardwareId: board.hardwareId,
    }),
    GetSystemDateAndTime: whileSame(
      () => Math.floor(now() / 1000),
      (second) => dateAndTime(system, second * 1000),
    ),
  };
}

/** Clock, time zone and servers; they are read from files, at most once a second. */
function dateAndTime(system: System, time: number): tds.GetSystemDateAndTimeResponse {
  const zone = system.timeZone();
  const known = parseTimeZone(zone);
  return {
    SystemDateAndTime: {
      // Clients correct a clock of type Manual, so NTP is reported when servers keep it.
      DateTimeType: system.ntpServers().length > 0 ? 'NTP' : 'Manual',
      DaylightSavings: known?.daylightSaving !== undefined,
      TimeZone: { TZ: zone },
      UTCDateTime: dateTime(new Date(time)),
      ...(known !== undefined && { LocalDateTime: dateTime(localClock(known, time)) }),
    },
  };
}

function dateTime(at: Date): tt.DateTime {
  return {
    Time: { Hour: at.getUTCHours(), Minute: at.getUTCMinutes(), Second: at.getUTCSeconds() },
    Date: { Year: at.getUTCFullYear(), Month: at.getUTCMonth() + 1, Day: at.getUTCDate() },
  };
}
