import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Setting, SettingDefinition, Settings } from '../../services/settings/setting.ts';
import { type StorageError, storageError } from '../../services/settings/storage-error.ts';
import type { StorageHealth } from '../../services/settings/storage-health.ts';
import { StoredSetting } from '../../services/settings/stored-setting.ts';
import type { DataFolder } from './data-folder.ts';
import { SectionFiles } from './section-files.ts';
import { StorageWatch } from './storage-watch.ts';

export interface SettingsStore extends Settings {
  readonly health: StorageHealth;
  /** Says which sections there are, once: one that is opened and not among them is a mistake of its owner. Throws with its name. */
  declare(all: readonly SettingDefinition<unknown>[]): void;
  /** Resolves when nothing is being written. */
  settled(): Promise<void>;
}

/**
 * The settings of the device, below its data folder. A section is small and changes alone, so a damaged file costs one
 * service its settings and not the whole device, and writing one never touches the bytes of another.
 */
class FileSettings implements SettingsStore {
  readonly health: StorageWatch;
  readonly #folder: DataFolder;
  readonly #log: Logger;
  readonly #open = new Map<string, StoredSetting<unknown>>();
  #all: readonly SettingDefinition<unknown>[] | undefined;

  constructor(folder: DataFolder, log: Logger) {
    this.#folder = folder;
    this.#log = log;
    this.health = new StorageWatch({ log, probe: () => folder.probe(), ended: folder.released });
    if (folder.key.bytes !== undefined) return;
    const file = join(folder.path, 'device.key');
    log.error({ file }, 'the device key is gone or damaged: what is secret can neither be read nor stored');
  }

  open<T>(definition: SettingDefinition<T>): Setting<T> {
    const { name } = definition;
    if (this.#open.has(name)) throw new Error(`section ${name} is open already`);
    this.#checkListed(name);
    const files = new SectionFiles(join(this.#folder.path, 'settings'), definition, this.#folder.key);
    const { value, unusable, unreadable } = files.read();
    for (const copy of unusable) this.#log.error(copy, 'a copy of the settings cannot be read');
    const [first] = unusable;
    this.health.unreadable(name, first?.reason);
    if (unreadable !== undefined)
      this.#log.error({ section: name }, definition.unreadable ?? 'the initial settings apply');
    const opened = new StoredSetting(definition, { value, ...(unreadable !== undefined && { unreadable }) }, (next) =>
      this.#write(name, files, next),
    );
    this.#open.set(name, opened as unknown as StoredSetting<unknown>);
    return opened;
  }

  declare(all: readonly SettingDefinition<unknown>[]): void {
    this.#all = all;
    for (const name of this.#open.keys()) this.#checkListed(name);
  }

  async settled(): Promise<void> {
    await Promise.all([...this.#open.values()].map((one) => one.inTurn(async () => undefined)));
  }

  #checkListed(name: string): void {
    if (this.#all?.some((one) => one.name === name) === false)
      throw new Error(`section ${name} is not in the list of all`);
  }

  async #write(name: string, files: SectionFiles<unknown>, value: unknown): Promise<void> {
    try {
      await this.#folder.key.confirm();
      await files.write(value);
    } catch (error) {
      const failure: StorageError = storageError(error);
      if (failure.kind !== 'unreadable') this.health.wrote(failure);
      throw failure;
    }
    this.health.wrote(undefined);
    this.health.unreadable(name, undefined);
  }
}

export function openSettings(folder: DataFolder, log: Logger): SettingsStore {
  const store = new FileSettings(folder, log);
  void store.health.probe();
  return store;
}
