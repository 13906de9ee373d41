import type { DeviceFeature } from '../feature.ts';
import { backupPath } from './backup-routes.ts';
import { logPath, supportPath } from './system-log.ts';

/** Addresses of files about the device, for download by HTTP with a login (ONVIF Core, GetSystemUris). */
export function systemUriFeature(): DeviceFeature<'GetSystemUris'> {
  return {
    capabilities: {},
    handlers: {
      GetSystemUris: (_request, { origin }) => ({
        SystemLogUris: {
          SystemLog: [
            { Type: 'System', Uri: `${origin}${logPath}/System` },
            { Type: 'Access', Uri: `${origin}${logPath}/Access` },
          ],
        },
        SupportInfoUri: origin + supportPath,
        SystemBackupUri: origin + backupPath,
      }),
    },
  };
}
