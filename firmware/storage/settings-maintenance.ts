import { z } from 'zod';
import { Fault } from '../../services/faults/fault.ts';
import { decodeStored } from '../../services/settings/decode-stored.ts';
import type { SettingDefinition } from '../../services/settings/setting.ts';
import { seal, unseal } from './sealed-value.ts';
import type { SettingsStore } from './settings-store.ts';

type Definition = SettingDefinition<unknown>;
type Step = readonly [name: string, next: (present: unknown) => unknown];

/** A value that takes the place of the present one, with what the section carries over. */
function replaced(definition: Definition, value: unknown): Step {
  return [definition.name, (present) => definition.carry?.(present, value) ?? value];
}

/**
 * Gives sections their initial values: 'soft' those of a soft reset, 'hard' also those that identify users and network
 * (ONVIF Core, SetSystemFactoryDefault). Day and night, and the discovery mode, take effect with the next start.
 *
 * @internal
 */
export async function resetSettings(store: SettingsStore, kind: 'soft' | 'hard'): Promise<void> {
  const affected = store.all().filter(({ definition: { reset } }) => reset === 'soft' || reset === kind);
  await store.changeAll(new Map(affected.map(({ definition }) => replaced(definition, definition.initial))));
}

/**
 * Every section that belongs in a backup, in the clear, with a checksum (ONVIF Core, GetSystemBackup).
 *
 * @internal
 */
export function backupSettings(store: SettingsStore): Buffer {
  const kept = store.all().filter(({ definition }) => definition.backup);
  const sections = kept.map(({ definition: { name, version }, value }) => ({ name, version, value }));
  return seal({ version: 1, revision: 0, value: sections }, undefined);
}

const backup = z.array(z.strictObject({ name: z.string(), version: z.int().min(1), value: z.unknown().optional() }));

function unpack(bytes: Buffer): z.infer<typeof backup> {
  try {
    return backup.parse(unseal(bytes, undefined).value);
  } catch {
    throw new Fault('InvalidBackupFile', 'Backup cannot be restored: it is damaged, or no backup of this firmware');
  }
}

/**
 * Brings the sections of a backup back, all or nothing; sections that it does not name stay (ONVIF Core, RestoreSystem). Rejects
 * with InvalidBackupFile when one is unknown, of a newer version, or does not fit this device, and with StorageError.
 * Day and night, and the discovery mode, take effect with the next start.
 *
 * @internal
 */
export async function restoreSettings(store: SettingsStore, bytes: Buffer): Promise<void> {
  const all = store.all().map(({ definition }) => definition);
  const steps = unpack(bytes).map(({ name, version, value }): Step => {
    const definition = all.find((one) => one.name === name && one.backup);
    if (definition === undefined)
      throw new Fault('InvalidBackupFile', `Backup has a section ${name} that is not known`);
    // A section without a value had its initial one, which JSON has no word for.
    if (value === undefined) return replaced(definition, definition.initial);
    try {
      return replaced(definition, decodeStored(definition, { version, value }));
    } catch (error) {
      throw new Fault('InvalidBackupFile', error instanceof Error ? error.message : String(error));
    }
  });
  await store.changeAll(new Map(steps));
}
