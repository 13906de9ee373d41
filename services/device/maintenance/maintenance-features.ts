import type { DeviceFeature } from '../feature.ts';
import { backupFeature } from './backup.ts';
import type { Maintenance } from './maintenance.ts';
import { restartFeature } from './restart-feature.ts';
import { type SystemTexts, systemLogFeature } from './system-log.ts';
import { systemUriFeature } from './system-uris.ts';
import type { UploadPlaces } from './upload-places.ts';

type NamesOf<Made> = Made extends (...args: never[]) => { readonly handlers: infer Handled } ? keyof Handled : never;
type Names = NamesOf<typeof backupFeature | typeof restartFeature | typeof systemLogFeature | typeof systemUriFeature>;

interface MaintenanceParts {
  readonly maintenance: Maintenance;
  readonly uploads: UploadPlaces;
  readonly texts: SystemTexts;
  readonly identity: { readonly serialNumber: string };
}

/** Restart, reset, backup, restore, logs and support information (ONVIF Core 8.3). */
export function maintenanceFeatures(parts: MaintenanceParts): DeviceFeature<Names> {
  return {
    capabilities: {},
    handlers: {
      ...restartFeature(parts.maintenance).handlers,
      ...backupFeature(parts).handlers,
      ...systemLogFeature(parts.texts).handlers,
      ...systemUriFeature().handlers,
    },
  };
}
