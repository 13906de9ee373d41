import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Section, Settings } from '../../services/settings/section.ts';
import { lastGoodName, replaceFile } from './atomic-file.ts';
import type { DataFolder } from './data-folder.ts';
import { seal, unseal } from './sealed-value.ts';

/**
 * One file a section. A section is small and changes alone, so a damaged file costs one room its settings and not the
 * whole device, and writing one never touches the bytes of another.
 */
class FileSection<T> implements Section<T> {
  readonly #path: string;
  readonly #key: Buffer | undefined;
  #value: T;
  #writing: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  constructor(path: string, key: Buffer | undefined, value: T) {
    this.#path = path;
    this.#key = key;
    this.#value = value;
  }

  get(): T {
    return this.#value;
  }

  /** Changes that come while a write is under way share the next one. */
  set(next: T): Promise<void> {
    this.#value = next;
    this.#next ??= this.#writing.then(() => {
      this.#next = undefined;
      const done = replaceFile(this.#path, seal(this.#value, this.#key));
      this.#writing = done.catch(() => undefined);
      return done;
    });
    return this.#next;
  }

  /** Resolves when nothing is being written. */
  async settled(): Promise<void> {
    await this.#next?.catch(() => undefined);
    await this.#writing;
  }
}

export interface SettingsStore extends Settings {
  /** Resolves when everything that was set is on disk. */
  settled(): Promise<void>;
}

/** Reads a section: its file, else the last good copy, else the initial value; each step down is logged. */
function read<T>(path: string, key: Buffer | undefined, decode: (stored: unknown) => T, initial: T, log: Logger): T {
  for (const file of [path, lastGoodName(path)]) {
    if (!existsSync(file)) continue;
    try {
      return decode(unseal(readFileSync(file), key));
    } catch (error) {
      log.error({ file, reason: error instanceof Error ? error.message : String(error) }, 'settings cannot be read');
    }
  }
  return initial;
}

/** The settings of the device, below its data folder. */
export function openSettings(folder: DataFolder, log: Logger): SettingsStore {
  const place = join(folder.path, 'settings');
  mkdirSync(place, { recursive: true, mode: 0o700 });
  const sections = new Map<string, FileSection<unknown>>();
  return {
    section: <T>(
      name: string,
      decode: (stored: unknown) => T,
      initial: T,
      options?: { readonly secret?: boolean },
    ): Section<T> => {
      if (!/^[a-z][a-z0-9-]*$/.test(name) || sections.has(name)) throw new Error(`section ${name} cannot be opened`);
      const path = join(place, `${name}.json`);
      const key = options?.secret === true ? folder.key : undefined;
      const section = new FileSection<T>(path, key, read(path, key, decode, initial, log));
      sections.set(name, section as unknown as FileSection<unknown>);
      return section;
    },
    settled: async () => {
      await Promise.all([...sections.values()].map((section) => section.settled()));
    },
  };
}
