import { createHash } from 'node:crypto';
import { usersSetting } from '../../services/auth/users.ts';
import { networkSetting } from '../../services/device/network/network-setting.ts';
import { identitySetting } from '../storage/identity.ts';
import { type SectionChange, type SettingsStore, sectionChange } from '../storage/settings-store.ts';
import { tlsSetting } from '../tls/tls.ts';
import { type FactoryFacts, factorySetting } from './factory-setting.ts';
import type { Presets } from './presets.ts';

/** Preset that contradicts what the device has. */
export class PresetError extends Error {}

/** UUID that is the same whenever a device with this serial number is flashed anew (RFC 9562, version 8). */
function uuidOf(serial: string): string {
  const digits = createHash('sha256').update(`vedette ${serial}`).digest('hex');
  const variant = (8 + (Number.parseInt(digits.slice(16, 17), 16) % 4)).toString(16);
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `8${digits.slice(13, 16)}`,
    `${variant}${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join('-');
}

function factoryFacts(present: FactoryFacts, { serial, label }: Presets, taken: string): FactoryFacts {
  if (serial !== undefined && present.serial !== undefined && serial !== present.serial)
    throw new PresetError(`serial: this camera has the serial ${present.serial} from its factory, which stays`);
  return { ...present, ...label, ...(serial !== undefined && { serial }), taken };
}

/** Changes of the settings that the presets ask for. */
function changesOf(presets: Presets, taken: string): readonly SectionChange[] {
  const { serial, tls, administrator, hostname } = presets;
  const changes = [sectionChange(factorySetting, (present) => factoryFacts(present, presets, taken))];
  if (serial !== undefined)
    changes.push(sectionChange(identitySetting, () => ({ serialNumber: serial, uuid: uuidOf(serial) })));
  if (tls !== undefined) changes.push(sectionChange(tlsSetting, () => tls));
  if (administrator !== undefined)
    changes.push(
      sectionChange(usersSetting, (present) => {
        if (present.length > 0) throw new PresetError('administrator: this camera has users; one of them adds others');
        return [{ ...administrator, level: 'Administrator' as const }];
      }),
    );
  if (hostname !== undefined) changes.push(sectionChange(networkSetting, (present) => ({ ...present, hostname })));
  return changes;
}

/**
 * Puts all presets into the settings, or none: rejects with PresetError where one contradicts what the device has, with StorageError where
 * they cannot be stored.
 * @param taken SHA-256 of the file that they are from
 */
export async function applyPresets(settings: SettingsStore, presets: Presets, taken: string): Promise<void> {
  if (presets.wifi !== undefined)
    throw new PresetError('wifi: an image alone sets the wireless network; here the system does');
  await settings.changeSections(changesOf(presets, taken));
}
