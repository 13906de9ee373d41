import type { DeviceFeature } from '../feature.ts';
import { backupPath } from './backup-routes.ts';

/** Addresses of files about the device, for download by HTTP with a login (ONVIF Core, GetSystemUris). */
export function systemUriFeature(): DeviceFeature<'GetSystemUris'> {
  return {
    capabilities: {},
    handlers: {
      GetSystemUris: (_request, { origin }) => ({ SystemBackupUri: origin + backupPath }),
    },
  };
}
