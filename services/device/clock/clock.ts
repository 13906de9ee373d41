import type { DeviceFeature } from '../feature.ts';
import type { ClockControl } from './clock-control.ts';
import { dateAndTimeFeature } from './date-and-time.ts';
import { ntpFeature } from './ntp.ts';

type Names = 'GetSystemDateAndTime' | 'SetSystemDateAndTime' | 'GetNTP' | 'SetNTP';

/** Date, time, zone and time servers (ONVIF Core 8.2, 8.3). */
export function clockFeature(clock: ClockControl): DeviceFeature<Names> {
  const ntp = ntpFeature(clock);
  return { capabilities: ntp.capabilities, handlers: { ...dateAndTimeFeature(clock).handlers, ...ntp.handlers } };
}
