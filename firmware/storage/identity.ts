import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type SettingDefinition, type Settings, setting } from '../../services/settings/setting.ts';
import { keptIfPossible } from '../../services/settings/storage-error.ts';

/** Identity of this device: made once, the same for ever. */
export interface StoredIdentity {
  readonly serialNumber: string;
  /** Without `urn:uuid:`. */
  readonly uuid: string;
}

export const identitySetting: SettingDefinition<StoredIdentity | undefined> = setting({
  name: 'identity',
  version: 1,
  schema: z.object({ serialNumber: z.string(), uuid: z.string() }),
  initial: undefined,
  reset: 'never',
  secret: false,
  backup: false,
});

/** Where the storage refuses it, the identity is that of this start alone. */
export async function openIdentity(settings: Settings): Promise<StoredIdentity> {
  const section = settings.open(identitySetting);
  const known = section.get();
  if (known !== undefined) return known;
  const made = { serialNumber: randomBytes(6).toString('hex').toUpperCase(), uuid: randomUUID() };
  await keptIfPossible(section.change(() => made));
  return made;
}
