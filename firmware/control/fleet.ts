import type { Board } from '../../hal/boards/board.ts';
import type { System } from '../../hal/ports/system.ts';
import type { MetricSources } from '../fleet/metrics.ts';
import { type Fleet, openFleet } from '../fleet/open-fleet.ts';
import type { Supervisor } from '../link/supervisor.ts';
import type { SettingsStore } from '../storage/settings-store.ts';
import { firmwareVersion } from './firmware-version.ts';
import type { PartsOptions } from './parts.ts';
import type { Records } from './records.ts';

interface Sources {
  readonly board: Board;
  readonly identity: { readonly serialNumber: string };
  readonly supervisor: Supervisor;
  readonly settings: SettingsStore;
  readonly records: Records;
  readonly options: PartsOptions;
  readonly folder: { readonly path: string };
  readonly system: System;
}

/** Figures of this camera for its metrics. */
function metricSources({ board, identity, supervisor, settings, records, options }: Sources): MetricSources {
  return {
    info: {
      model: board.model,
      hardware: board.hardwareId,
      serial: identity.serialNumber,
      firmware: firmwareVersion,
    },
    mediaPid: () => supervisor.pid,
    storageFaults: () => settings.health.faults.length,
    logins: () => records.logins,
    lines: () => options.lines.counts,
  };
}

/** Metrics and syslog of this camera, where its owner wants them. */
export function openCameraFleet(sources: Sources): Promise<Fleet> {
  const { options, folder, system } = sources;
  return openFleet({
    data: folder.path,
    lines: options.lines,
    hostname: () => system.hostname(),
    metrics: metricSources(sources),
    log: options.log.child({ room: 'fleet' }),
  });
}
