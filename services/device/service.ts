import { type DeviceOperations, deviceOperations } from '../generated/device-operations.ts';
import { bindService, type Handlers, type ServiceBinding } from '../soap/service.ts';
import { auxiliaryFeature } from './auxiliary.ts';
import { deviceFlags, olderCapabilities } from './capabilities.ts';
import { clockFeature } from './clock/clock.ts';
import { discoveryFeature } from './discovery-operations.ts';
import { hashingFeature } from './hashing.ts';
import { geoLocationFeature } from './location/geo-location.ts';
import { maintenanceFeatures } from './maintenance/maintenance-features.ts';
import { networkFeature } from './network/network.ts';
import { notOfferedOperations } from './not-offered.ts';
import type { DeviceOptions } from './options.ts';
import { relayFeature } from './relays.ts';
import { serviceListFeature } from './service-list.ts';
import { systemFeature } from './system.ts';
import { upgradeFeature } from './upgrade/upgrade-feature.ts';
import { userFeatures } from './users/user-features.ts';

const version = { Major: 26, Minor: 6 } as const;

/** Device service: each operation of ONVIF Core 8, or the reason why it is not offered. */
export function createDeviceService(options: DeviceOptions): ServiceBinding {
  const serviceList = serviceListFeature(options, () => flags);
  const system = systemFeature(options);
  const network = networkFeature(options);
  const clock = clockFeature(options.clock);
  const discovery = discoveryFeature(options);
  const users = userFeatures(options);
  const hashing = hashingFeature(options.hashing);
  const auxiliary = auxiliaryFeature(options.auxiliary);
  const relays = relayFeature(options.io.relays);
  const maintenance = maintenanceFeatures(options);
  const location = geoLocationFeature(options.locations);
  const upgrade = upgradeFeature(options);
  const handlers: Handlers<DeviceOperations> = {
    ...notOfferedOperations,
    ...serviceList.handlers,
    ...system.handlers,
    ...network.handlers,
    ...clock.handlers,
    ...discovery.handlers,
    ...users.handlers,
    ...hashing.handlers,
    ...auxiliary.handlers,
    ...relays.handlers,
    ...maintenance.handlers,
    ...location.handlers,
    ...upgrade.handlers,
  };
  const flags = deviceFlags(
    handlers,
    [
      ...[serviceList, system, network, clock, discovery, users, hashing, auxiliary, relays],
      ...[maintenance, location, upgrade],
    ].map((feature) => feature.capabilities),
  );
  return bindService<DeviceOperations>(
    {
      path: '/onvif/device_service',
      namespace: 'http://www.onvif.org/ver10/device/wsdl',
      version,
      capabilities: () => flags,
      olderCapabilities: (XAddr) => ({
        Device: olderCapabilities(XAddr, version, flags, { handlers, io: options.io }),
      }),
    },
    deviceOperations,
    handlers,
  );
}
