import { z } from 'zod';
import { Fault } from '../../services/faults/fault.ts';
import { decodeStored } from '../../services/settings/decode-stored.ts';
import type { SettingDefinition } from '../../services/settings/setting.ts';
import { replaced, type Step } from './replaced-section.ts';
import { seal, unseal } from './sealed-value.ts';
import type { SettingsStore } from './settings-store.ts';

/** Facts of the device that a backup tells, and its key. @internal */
export interface BackupFacts {
  /** Hardware id of the board: a backup goes to devices of the same product only. */
  readonly product: string;
  readonly serialNumber: string;
  readonly firmwareVersion: string;
  /** undefined where the key is lost. */
  readonly key: Buffer | undefined;
}

const section = z.strictObject({ name: z.string(), version: z.int().min(1), value: z.unknown().optional() });
const sections = z.array(section);

/** Contents of a backup file, whose checksum is that of the sealed value around it. */
const contents = z.strictObject({
  kind: z.literal('vedette-backup'),
  product: z.string(),
  serialNumber: z.string(),
  firmwareVersion: z.string(),
  sections,
  /** Secret sections, which only the device that wrote them can read. */
  secrets: z.string().exactOptional(),
});

type Section = z.infer<typeof section>;

const format = { version: 1, revision: 0 } as const;

/**
 * Every section that belongs in a backup, with a checksum (ONVIF Core, GetSystemBackup). Sections with secrets are encrypted
 * with the device's key; all others can be read and moved to another device.
 */
export function backupSettings(store: SettingsStore, { key, ...facts }: BackupFacts): Buffer {
  const kept = store.all().filter(({ definition }) => definition.backup);
  const taken = (secret: boolean): readonly Section[] =>
    kept
      .filter(({ definition }) => definition.secret === secret)
      .map(({ definition: { name, version }, value }) => ({ name, version, value }));
  const hidden = taken(true);
  const secrets = hidden.length === 0 || key === undefined ? undefined : seal({ ...format, value: hidden }, key);
  const value = {
    kind: 'vedette-backup',
    ...facts,
    sections: taken(false),
    ...(secrets !== undefined && { secrets: secrets.toString('base64') }),
  };
  return seal({ ...format, value }, undefined);
}

function refuse(reason: string): never {
  throw new Fault('InvalidBackupFile', `Backup cannot be restored: ${reason}`);
}

function unpack(bytes: Buffer): z.infer<typeof contents> {
  try {
    return contents.parse(unseal(bytes, undefined).value);
  } catch {
    return refuse('it is damaged, cut short, or no backup of this firmware');
  }
}

/** Sections that backups of earlier versions have: what decides who reaches a device is its own, and stays as it is. */
const leftOut = ['ports', 'address-filter'];

/** Sections with secrets, none where another device has encrypted them: what this device has of them stays. */
function unpackSecrets(secrets: string | undefined, key: Buffer | undefined): readonly Section[] {
  if (secrets === undefined || key === undefined) return [];
  try {
    return sections.parse(unseal(Buffer.from(secrets, 'base64'), key).value);
  } catch {
    return [];
  }
}

function stepOf({ name, version, value }: Section, all: readonly SettingDefinition<unknown>[], secret: boolean): Step {
  const definition = all.find((one) => one.name === name && one.backup && one.secret === secret);
  if (definition === undefined) return refuse(`it has a section ${name} that is not known`);
  // A section without a value had its initial one, which JSON has no word for.
  if (value === undefined) return replaced(definition, definition.initial);
  try {
    return replaced(definition, decodeStored(definition, { version, value }));
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

/**
 * Brings the sections of a backup back, all or nothing; sections that it does not name stay, and so do the identity of the
 * device and its users (ONVIF Core, RestoreSystem). Rejects with InvalidBackupFile when it is of another product, or a section is
 * unknown, of a newer version, or does not fit this device, and with StorageError. Day and night, and the discovery mode, take
 * effect with the next start.
 */
export async function restoreSettings(store: SettingsStore, facts: BackupFacts, bytes: Buffer): Promise<void> {
  const all = store.all().map(({ definition }) => definition);
  const { product, sections: plain, secrets } = unpack(bytes);
  if (product !== facts.product) refuse(`it is of another product, ${product.slice(0, 64)}`);
  const steps = [
    ...plain.filter(({ name }) => !leftOut.includes(name)).map((one) => stepOf(one, all, false)),
    ...unpackSecrets(secrets, facts.key).map((one) => stepOf(one, all, true)),
  ];
  if (new Set(steps.map(([name]) => name)).size < steps.length) refuse('it has a section twice');
  await store.changeAll(new Map(steps));
}
