import type { Logger } from 'pino';
import type { Board } from '../../hal/boards/board.ts';
import type { Machine } from '../../hal/ports/machine.ts';
import { Maintenance } from '../../services/device/maintenance/maintenance.ts';
import { Restart } from '../../services/device/maintenance/restart.ts';
import type { Discovery } from '../../services/discovery/discovery.ts';
import type { EventSink } from '../../services/events/event-message.ts';
import { OperatingTimes } from '../../services/monitoring/operating-time.ts';
import type { DataFolder } from '../storage/data-folder.ts';
import { settingsMaintenance } from '../storage/settings-maintenance.ts';
import type { SettingsStore } from '../storage/settings-store.ts';
import { firmwareVersion } from './firmware-version.ts';

export interface MaintenanceParts {
  readonly board: Board;
  readonly folder: DataFolder;
  readonly settings: SettingsStore;
  readonly identity: { readonly serialNumber: string };
  readonly discovery: Discovery;
  readonly machine: Machine;
  readonly events: EventSink;
  readonly log: Logger;
}

/** Reset, backup, restore and restart of this camera. */
export function openMaintenance(parts: MaintenanceParts): Maintenance {
  const { board, folder, settings, identity, discovery, machine, events, log } = parts;
  const { serialNumber } = identity;
  const facts = { product: board.hardwareId, serialNumber, firmwareVersion, key: folder.key.bytes };
  return new Maintenance({
    settings: settingsMaintenance(settings, facts),
    restart: new Restart({ discovery, machine, log }),
    times: new OperatingTimes(settings, events, () => machine.now()),
    log,
  });
}
