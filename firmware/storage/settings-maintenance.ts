import type { ResetKind, SettingsMaintenance } from '../../services/device/maintenance/maintenance.ts';
import { replaced } from './replaced-section.ts';
import { type BackupFacts, backupSettings, restoreSettings } from './settings-backup.ts';
import type { SettingsStore } from './settings-store.ts';

/**
 * Gives sections their initial values: 'soft' those of a soft reset, 'hard' also those that identify users and network
 * (ONVIF Core, SetSystemFactoryDefault). Day and night, and the discovery mode, take effect with the next start.
 *
 * @internal
 */
export async function resetSettings(store: SettingsStore, kind: ResetKind): Promise<void> {
  const affected = store.all().filter(({ definition: { reset } }) => reset === 'soft' || reset === kind);
  await store.changeAll(new Map(affected.map(({ definition }) => replaced(definition, definition.initial))));
}

/** Reset, backup and restore as the device service asks for them. */
export function settingsMaintenance(store: SettingsStore, facts: BackupFacts): SettingsMaintenance {
  return {
    reset: (kind) => resetSettings(store, kind),
    backup: () => backupSettings(store, facts),
    restore: (bytes) => restoreSettings(store, facts, bytes),
  };
}
