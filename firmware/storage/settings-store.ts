import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Setting, SettingDefinition, Settings } from '../../services/settings/setting.ts';
import { storageError } from '../../services/settings/storage-error.ts';
import type { StorageHealth } from '../../services/settings/storage-health.ts';
import { StoredSetting } from '../../services/settings/stored-setting.ts';
import type { DataFolder } from './data-folder.ts';
import { SectionFiles } from './section-files.ts';
import { SettingsJournal } from './settings-journal.ts';
import { StorageWatch } from './storage-watch.ts';

export interface SettingsStore extends Settings {
  readonly health: StorageHealth;
  /** Says which sections there are, once: one that is opened and not among them is a mistake of its owner. Throws with its name. */
  declare(all: readonly SettingDefinition<unknown>[]): void;
  /** Every section there is, open or not. */
  all(): readonly { readonly definition: SettingDefinition<unknown>; readonly value: unknown }[];
  /**
   * Changes several sections by name, all or nothing, also over a power cut. A section that gets its initial value loses its files.
   * Rejects with StorageError; nothing has changed then.
   */
  changeAll(next: ReadonlyMap<string, (present: unknown) => unknown>): Promise<void>;
  /** The same for sections that are named by their definitions, before `declare` too. */
  changeSections(changes: readonly SectionChange[]): Promise<void>;
  /** Resolves when nothing is being written. */
  settled(): Promise<void>;
}

/** Change of one section. */
export interface SectionChange {
  readonly definition: SettingDefinition<unknown>;
  next(present: unknown): unknown;
}

/** A change whose value has the type of its section. */
export function sectionChange<T>(definition: SettingDefinition<T>, next: (present: T) => T): SectionChange {
  return { definition: definition as SettingDefinition<unknown>, next: next as (present: unknown) => unknown };
}

interface Section<T> {
  readonly definition: SettingDefinition<T>;
  readonly files: SectionFiles<T>;
  readonly setting: StoredSetting<T>;
}

/** Runs a task when no section is being changed; changes that come meanwhile wait. */
function inTurns<Result>(sections: readonly Section<unknown>[], task: () => Promise<Result>): Promise<Result> {
  return sections.reduceRight(
    (inner, { setting }) =>
      () =>
        setting.inTurn(inner),
    task,
  )();
}

/**
 * The settings of the device, below its data folder. A section is small and changes alone, so a damaged file costs one
 * service its settings and not the whole device, and writing one never touches the bytes of another.
 */
class FileSettings implements SettingsStore {
  readonly health: StorageWatch;
  readonly #folder: DataFolder;
  readonly #log: Logger;
  readonly #journal: SettingsJournal;
  readonly #sections = new Map<string, Section<unknown>>();
  readonly #taken = new Set<string>();
  #all: readonly SettingDefinition<unknown>[] | undefined;

  constructor(folder: DataFolder, log: Logger) {
    this.#folder = folder;
    this.#log = log;
    this.health = new StorageWatch({ log, probe: () => folder.probe(), ended: folder.released });
    this.#journal = new SettingsJournal(folder.path, folder.key, log);
    if (folder.key.bytes !== undefined) return;
    const file = join(folder.path, 'device.key');
    log.error({ file }, 'the device key is gone or damaged: what is secret can neither be read nor stored');
  }

  /** Looks whether something can be stored, and makes what the journal has. */
  async begin(): Promise<void> {
    await this.health.probe();
    await this.#journal.finish().catch((error: unknown) => this.health.wrote(storageError(error)));
  }

  open<T>(definition: SettingDefinition<T>): Setting<T> {
    const { name } = definition;
    if (this.#taken.has(name)) throw new Error(`section ${name} is open already`);
    this.#checkListed(name);
    this.#taken.add(name);
    return this.#section(definition).setting;
  }

  declare(all: readonly SettingDefinition<unknown>[]): void {
    this.#all = all;
    for (const name of this.#taken) this.#checkListed(name);
  }

  all(): readonly { readonly definition: SettingDefinition<unknown>; readonly value: unknown }[] {
    return this.#listed().map(({ definition, setting }) => ({ definition, value: setting.get() }));
  }

  changeAll(next: ReadonlyMap<string, (present: unknown) => unknown>): Promise<void> {
    const changes = this.#listed().flatMap(({ definition }) => {
      const change = next.get(definition.name);
      return change === undefined ? [] : [{ definition, next: change }];
    });
    return this.changeSections(changes);
  }

  changeSections(changes: readonly SectionChange[]): Promise<void> {
    const changed = changes.map(({ definition, next }) => ({ ...this.#section(definition), next }));
    return inTurns(changed, async () => {
      const values = changed.map((section) => {
        const { definition, setting } = section;
        const value = section.next(setting.get());
        if (value !== definition.initial) setting.check(value);
        return { ...section, value };
      });
      await this.#write(async () => {
        const entries = values.map(({ definition, files, value }) =>
          value === definition.initial ? { section: definition.name } : files.seal(value),
        );
        await this.#journal.write(entries);
      });
      // The changes count by now: what is left to do is done when it can be.
      await this.#journal.finish().catch((error: unknown) => this.health.wrote(storageError(error)));
      for (const { setting, value } of values) setting.publish(value);
      for (const { definition } of values) this.health.unreadable(definition.name, undefined);
    });
  }

  async settled(): Promise<void> {
    await Promise.all([...this.#sections.values()].map(({ setting }) => setting.inTurn(async () => undefined)));
  }

  #listed(): readonly Section<unknown>[] {
    if (this.#all === undefined) throw new Error('the sections of the settings are not declared');
    return this.#all.map((definition) => this.#section(definition));
  }

  #checkListed(name: string): void {
    if (this.#all?.some((one) => one.name === name) === false)
      throw new Error(`section ${name} is not in the list of all`);
  }

  #section<T>(definition: SettingDefinition<T>): Section<T> {
    const { name } = definition;
    const known = this.#sections.get(name);
    if (known !== undefined) return known as unknown as Section<T>;
    const files = new SectionFiles(join(this.#folder.path, 'settings'), definition, this.#folder.key);
    const { unusable, ...found } = files.read(this.#journal.pending.find(({ section }) => section === name));
    for (const { newer, ...copy } of unusable)
      if (newer) this.#log.warn(copy, 'settings of a newer firmware are left as they are');
      else this.#log.error(copy, 'a copy of the settings cannot be read');
    const damage = unusable.find(({ newer }) => !newer);
    this.health.unreadable(name, damage?.reason ?? found.unreadable);
    if (found.unreadable !== undefined)
      this.#log.error({ section: name }, definition.unreadable ?? 'the initial settings apply');
    const write = async (value: unknown): Promise<void> => {
      await this.#write(async () => {
        await this.#journal.finish();
        await files.write(value);
      });
      this.health.unreadable(name, undefined);
    };
    const setting = new StoredSetting(definition, found, write, (error) =>
      this.#log.error({ section: name, err: error }, 'a change is stored, but a part of the camera did not take it'),
    );
    const section = { definition, files, setting };
    this.#sections.set(name, section as unknown as Section<unknown>);
    return section;
  }

  async #write(write: () => Promise<void>): Promise<void> {
    try {
      await this.#folder.key.confirm();
      await write();
    } catch (error) {
      const failure = storageError(error);
      if (failure.kind !== 'unreadable') this.health.wrote(failure);
      throw failure;
    }
    this.health.wrote(undefined);
  }
}

export function openSettings(folder: DataFolder, log: Logger): SettingsStore {
  const store = new FileSettings(folder, log);
  void store.begin();
  return store;
}
