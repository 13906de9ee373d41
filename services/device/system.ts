import { localClock, parseTimeZone } from '../../hal/ports/posix-time-zone.ts';
import type { System } from '../../hal/ports/system.ts';
import type * as tds from '../generated/tds.ts';
import type * as tt from '../generated/tt.ts';
import { whileSame } from '../soap/reply-cache.ts';
import type { DeviceFeature } from './feature.ts';
import type { DeviceOptions } from './options.ts';

type Names = 'GetDeviceInformation' | 'GetSystemDateAndTime' | 'SystemReboot';

/** Seconds between the answer to SystemReboot and the restart: time for the answer to arrive. */
const rebootDelay = 1;

/** Device information, clock and restart (ONVIF Core 8.3). */
export function systemFeature(options: DeviceOptions): DeviceFeature<Names> {
  return { capabilities: {}, handlers: systemHandlers(options) };
}

function systemHandlers(options: DeviceOptions): DeviceFeature<Names>['handlers'] {
  const { board, identity, system, now = Date.now } = options;
  let rebooting = false;
  const restart = async (): Promise<void> => {
    await reboot(options);
    rebooting = false;
  };
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
    SystemReboot: () => {
      if (!rebooting) setTimeout(() => void restart(), rebootDelay * 1000);
      rebooting = true;
      return { Message: `Rebooting in ${rebootDelay} second.` };
    },
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

/** Sends Bye and restarts the device (ONVIF Core 7.3.6). */
async function reboot({ discovery, system, log }: DeviceOptions): Promise<void> {
  log.info('restart asked for by SystemReboot');
  try {
    await discovery.stop();
    await system.reboot();
  } catch (error) {
    log.error({ err: error }, 'the restart failed; the device goes on');
    await discovery.start();
  }
}

function dateTime(at: Date): tt.DateTime {
  return {
    Time: { Hour: at.getUTCHours(), Minute: at.getUTCMinutes(), Second: at.getUTCSeconds() },
    Date: { Year: at.getUTCFullYear(), Month: at.getUTCMonth() + 1, Day: at.getUTCDate() },
  };
}
