import { prettifyError } from 'zod';
import type { SettingDefinition } from './setting.ts';

/** A value as a file or a backup has it. */
export interface VersionedValue {
  readonly version: number;
  readonly value: unknown;
}

/** Brings a stored value to the present version and checks it. Throws with the reason when it does not fit. */
export function decodeStored<T>(definition: SettingDefinition<T>, { version, value }: VersionedValue): T {
  const { name, migrate = [], schema } = definition;
  if (version > definition.version) throw new Error(`${name} is of version ${version}, which a newer firmware wrote`);
  const migrated = migrate.slice(version - 1).reduce((stored, step) => step(stored), value);
  const { success, data, error } = schema.safeParse(migrated);
  if (!success) throw new Error(`${name} does not fit: ${prettifyError(error)}`);
  return data;
}
