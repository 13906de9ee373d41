import type { System } from '../../hal/ports/system.ts';
import type { Maintenance } from '../../services/device/maintenance/maintenance.ts';
import { UploadPlaces } from '../../services/device/maintenance/upload-places.ts';
import type { Fleet } from '../fleet/open-fleet.ts';
import type { Supervisor } from '../link/supervisor.ts';
import { openCameraFleet } from './fleet.ts';
import { type MaintenanceParts, openMaintenance } from './open-maintenance.ts';
import type { PartsOptions } from './parts.ts';
import { Records } from './records.ts';

/** Parts by which people look after the camera. */
export interface CareParts {
  /** Reset, backup, restore and restart. */
  readonly maintenance: Maintenance;
  readonly uploads: UploadPlaces;
  /** Logins, failed ones, and changes by clients. */
  readonly records: Records;
  /** Metrics, and a copy of the log to a receiver. */
  readonly fleet: Fleet;
}

interface CareOptions extends Omit<MaintenanceParts, 'log'> {
  readonly system: System;
  readonly supervisor: Supervisor;
  readonly options: PartsOptions;
}

export async function openCare(given: CareOptions): Promise<CareParts> {
  const { options } = given;
  const records = new Records({ ...given, log: options.log.child({ room: 'auth' }) });
  return {
    maintenance: openMaintenance({ ...given, log: options.log.child({ room: 'device' }) }),
    uploads: new UploadPlaces(),
    records,
    fleet: await openCameraFleet({ ...given, records }),
  };
}
