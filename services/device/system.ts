import type { DeviceFeature } from './feature.ts';
import type { DeviceOptions } from './options.ts';

/** Device information (ONVIF Core 8.3). */
export function systemFeature({
  board,
  identity,
}: Pick<DeviceOptions, 'board' | 'identity'>): DeviceFeature<'GetDeviceInformation'> {
  return {
    capabilities: {},
    handlers: {
      GetDeviceInformation: () => ({
        Manufacturer: board.manufacturer,
        Model: board.model,
        FirmwareVersion: identity.firmwareVersion,
        SerialNumber: identity.serialNumber,
        HardwareId: board.hardwareId,
      }),
    },
  };
}
