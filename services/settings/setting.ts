import type { ZodType } from 'zod';

/** SetSystemFactoryDefault that gives a section its initial value back: Soft and Hard, Hard only, none. */
export type ResetScope = 'soft' | 'hard' | 'never';

/** All that the store has to know about a section of the persistent settings. */
export interface SettingDefinition<T> {
  /** Lower-case words with dashes; the file's name. */
  readonly name: string;
  /** Form of the stored value, counted from 1. */
  readonly version: number;
  /** Entry `n` turns a value of version `n + 1` into one of version `n + 2`. */
  readonly migrate?: readonly ((stored: unknown) => unknown)[];
  /** Checks what was read from disk, or from a backup. */
  readonly schema: ZodType<T>;
  readonly initial: T;
  readonly reset: ResetScope;
  /** Encrypted at rest with the device's key. */
  readonly secret: boolean;
  /** Part of GetSystemBackup. */
  readonly backup: boolean;
  /** What the log says when no stored copy can be read: what that means, and what to do. */
  readonly unreadable?: string;
  /** What a reset or a restore takes over of the present value, such as counters that never fall; absent = nothing. */
  carry?(present: T, next: T): T;
}

/** A section of the persistent settings, open. */
export interface Setting<T> {
  /** The stored value, from memory; while a change is written, the one before it. */
  get(): T;
  /**
   * Changes run one after another, each on what the one before it left. Resolves with the new value once it is durable and
   * listeners were told. Rejects with what `next` throws, or with StorageError; then everything is as it was. Nothing is written
   * when `next` returns the present value.
   */
  change(next: (present: T) => T): Promise<T>;
  /** Called after each change, when it is durable. Returns how to end it. */
  onChange(listener: () => void): () => void;
  /** Why the stored value cannot be read, where there is one; `get` gives the initial value then. Ends with the next change. */
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
