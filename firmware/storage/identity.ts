import { randomBytes, randomUUID } from 'node:crypto';
import type { Settings } from '../../services/settings/section.ts';

/** Who this device is: made once, the same for ever. */
export interface StoredIdentity {
  readonly serialNumber: string;
  /** Without `urn:uuid:`. */
  readonly uuid: string;
}

function decode(stored: unknown): StoredIdentity | undefined {
  const { serialNumber, uuid } = (stored ?? {}) as Partial<StoredIdentity>;
  if (typeof serialNumber !== 'string' || typeof uuid !== 'string') throw new Error('identity: incomplete');
  return { serialNumber, uuid };
}

export async function openIdentity(settings: Settings): Promise<StoredIdentity> {
  const section = settings.section<StoredIdentity | undefined>('identity', decode, undefined);
  const known = section.get();
  if (known !== undefined) return known;
  const made = { serialNumber: randomBytes(6).toString('hex').toUpperCase(), uuid: randomUUID() };
  await section.set(made);
  return made;
}
