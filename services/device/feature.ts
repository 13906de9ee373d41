import type { DeviceOperations } from '../generated/device-operations.ts';
import type * as tds from '../generated/tds.ts';
import type { Feature } from '../soap/feature.ts';
import type { Handlers } from '../soap/service.ts';

/** Members of tds:Capabilities, by their group. */
export interface DeviceCapabilityParts {
  readonly Network?: tds.NetworkCapabilities;
  readonly Security?: tds.SecurityCapabilities;
  readonly System?: tds.SystemCapabilities;
  readonly Misc?: tds.MiscCapabilities;
}

/** Operations of the device service, with the capability values that are no flags. */
export type DeviceFeature<Name extends keyof DeviceOperations> = Feature<
  Pick<Handlers<DeviceOperations>, Name>,
  DeviceCapabilityParts
>;
