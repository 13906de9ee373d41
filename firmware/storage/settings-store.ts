import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Setting, SettingDefinition, Settings } from '../../services/settings/setting.ts';
import { StoredSetting } from '../../services/settings/stored-setting.ts';
import type { DataFolder } from './data-folder.ts';
import { SectionFiles } from './section-files.ts';

export interface SettingsStore extends Settings {
  /** Resolves when nothing is being written. */
  settled(): Promise<void>;
}

/**
 * The settings of the device, below its data folder. A section is small and changes alone, so a damaged file costs one
 * service its settings and not the whole device, and writing one never touches the bytes of another.
 */
class FileSettings implements SettingsStore {
  readonly #folder: DataFolder;
  readonly #log: Logger;
  readonly #open = new Map<string, StoredSetting<unknown>>();

  constructor(folder: DataFolder, log: Logger) {
    this.#folder = folder;
    this.#log = log;
  }

  open<T>(definition: SettingDefinition<T>): Setting<T> {
    const { name, secret } = definition;
    if (this.#open.has(name)) throw new Error(`section ${name} is open already`);
    const key = secret ? this.#folder.key : undefined;
    const files = new SectionFiles(join(this.#folder.path, 'settings'), definition, key);
    const found = files.read();
    for (const copy of found.unusable) this.#log.error(copy, 'settings cannot be read');
    const opened = new StoredSetting(definition, found, (value) => files.write(value));
    this.#open.set(name, opened as unknown as StoredSetting<unknown>);
    return opened;
  }

  async settled(): Promise<void> {
    await Promise.all([...this.#open.values()].map((one) => one.inTurn(async () => undefined)));
  }
}

export function openSettings(folder: DataFolder, log: Logger): SettingsStore {
  return new FileSettings(folder, log);
}
