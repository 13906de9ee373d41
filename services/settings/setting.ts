import type { ZodType } from 'zod';

/** Resets (SetSystemFactoryDefault) that give a section its initial value back: Soft and Hard, Hard only, none. */
export type ResetScope = 'soft' | 'hard' | 'never';

/** A section of the persistent settings, as its owner describes it to the store. */
export interface SettingDefinition<T> {
  /** Lower-case words with dashes; the file's name. */
  readonly name: string;
  /** Form of the stored value, counted from 1. */
  readonly version: number;
  /** Entry `n` turns a value of version `n + 1` into one of version `n + 2`. */
  readonly migrate?: readonly ((stored: unknown) => unknown)[];
  /** Schema of the value, checked when it is read from disk or from a backup, and before it is written. */
  readonly schema: ZodType<T>;
  readonly initial: T;
  readonly reset: ResetScope;
  /** Encrypted at rest with the device's key. */
  readonly secret: boolean;
  /** Included in GetSystemBackup. */
  readonly backup: boolean;
  /** Log line for when no stored copy can be read: the meaning, and what to do. */
  readonly unreadable?: string;
  /** Value that a reset or a restore stores when the section keeps a part of its present one, such as counters that never fall. */
  carry?(present: T, next: T): T;
}

/** A section of the persistent settings, open. */
export interface Setting<T> {
  /** The stored value, from memory; while a change is being written, the value before that change. */
  get(): T;
  /**
   * Changes run one after another, each on what the one before it left. Resolves with the new value once it is durable and
   * listeners were told. Rejects with what `next` throws, or with StorageError; then everything is as it was. Nothing is written
   * when `next` returns the present value.
   */
  change(next: (present: T) => T): Promise<T>;
  /** Called after each change, when it is durable. Returns how to end it. */
  onChange(listener: () => void): () => void;
  /** Reason why no stored copy can be read, where there are copies; `get` gives the initial value then. Ends with the next change. */
  readonly unreadable: string | undefined;
}

/** Opens sections, each once. */
export interface Settings {
  open<T>(definition: SettingDefinition<T>): Setting<T>;
}

/** Checks a definition where it is written. */
export function setting<T>(definition: SettingDefinition<T>): SettingDefinition<T> {
  const { name, version, migrate = [] } = definition;
  if (!/^[a-z][a-z0-9-]*$/.test(name)) throw new Error(`${name} cannot be the name of a section`);
  if (migrate.length !== version - 1) throw new Error(`section ${name} of version ${version} misses a migration`);
  return definition;
}
