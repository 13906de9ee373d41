import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeStored } from '../../services/settings/decode-stored.ts';
import type { SettingDefinition } from '../../services/settings/setting.ts';
import { StorageError } from '../../services/settings/storage-error.ts';
import type { FoundSetting } from '../../services/settings/stored-setting.ts';
import { lastGoodName, makeFolder, replaceFile } from './atomic-file.ts';
import type { DeviceKey } from './device-key.ts';
import { revisionOf, type SealedValue, seal, unseal } from './sealed-value.ts';
import type { JournalEntry } from './settings-journal.ts';

/** A copy of a section that cannot be used, and why. */
interface UnusableCopy {
  readonly file: string;
  readonly reason: string;
  /** Written by a newer firmware: nothing is wrong with it. */
  readonly newer: boolean;
}

interface FoundSection<T> extends FoundSetting<T> {
  readonly unusable: readonly UnusableCopy[];
}

interface Copy<T> {
  readonly version: number;
  readonly revision: number;
  readonly value: T;
}

/**
 * The files of one section. Each version of its form has a file of its own, `name.json` and from version 2 `name.v2.json`, with
 * its last good copy beside it: a firmware that only knows an older version goes on with its own file and never touches
 * the newer one.
 */
export class SectionFiles<T> {
  readonly #folder: string;
  readonly #definition: SettingDefinition<T>;
  readonly #key: DeviceKey;
  #revision = 0;

  constructor(folder: string, definition: SettingDefinition<T>, key: DeviceKey) {
    this.#folder = folder;
    this.#definition = definition;
    this.#key = key;
  }

  /**
   * The value written last that this firmware can read.
   *
   * @param pending what the journal has for the section, which counts more than its files
   */
  read(pending?: JournalEntry): FoundSection<T> {
    const unusable: UnusableCopy[] = [];
    const copies = this.#versions().flatMap((version) => this.#readVersion(version, unusable) ?? []);
    const waiting = pending === undefined ? undefined : this.#readPending(pending, unusable);
    if (waiting !== undefined) return { value: waiting.value, unusable };
    const [newest] = copies.sort((a, b) => b.revision - a.revision || b.version - a.version);
    if (newest !== undefined) return { value: newest.value, unusable };
    const [first] = unusable;
    const { initial: value } = this.#definition;
    return first === undefined ? { value, unusable } : { value, unusable, unreadable: first.reason };
  }

  /** The file that has a value, under the next revision. */
  seal(value: unknown): Required<JournalEntry> {
    const { name: section, version, secret } = this.#definition;
    if (secret && this.#key.bytes === undefined) throw new StorageError('unreadable');
    this.#revision += 1;
    const text = seal({ version, revision: this.#revision, value }, this.#secret()).toString();
    return { section, file: { name: this.#name(version), text } };
  }

  async write(value: unknown): Promise<void> {
    const { file } = this.seal(value);
    await makeFolder(this.#folder);
    await replaceFile(join(this.#folder, file.name), Buffer.from(file.text), (present) => this.#isGood(present));
  }

  /** undefined where the section is in the clear. */
  #secret(): Buffer | undefined {
    if (!this.#definition.secret) return undefined;
    const { bytes } = this.#key;
    if (bytes === undefined) throw new Error('the device key is gone or damaged');
    return bytes;
  }

  #name(version: number): string {
    return version === 1 ? `${this.#definition.name}.json` : `${this.#definition.name}.v${version}.json`;
  }

  /** Versions of which there is a file, of whatever firmware. */
  #versions(): readonly number[] {
    const found = namesIn(this.#folder).flatMap((file) => {
      const [, name, version = '1'] = /^([a-z][a-z0-9-]*)(?:\.v(\d+))?\.json(?:\.last)?$/.exec(file) ?? [];
      return name === this.#definition.name ? [Number(version)] : [];
    });
    return [...new Set(found)];
  }

  #readVersion(version: number, unusable: UnusableCopy[]): Copy<T> | undefined {
    const path = join(this.#folder, this.#name(version));
    for (const file of [path, lastGoodName(path)]) {
      try {
        const bytes = readIfThereSync(file);
        if (bytes === undefined) continue;
        this.#revision = Math.max(this.#revision, revisionOf(bytes));
        const { revision, value } = this.#decode(bytes, version);
        return { version, revision, value };
      } catch (error) {
        unusable.push({ file, reason: reasonOf(error), newer: version > this.#definition.version });
      }
    }
    return undefined;
  }

  #readPending({ file }: JournalEntry, unusable: UnusableCopy[]): Pick<Copy<T>, 'value'> | undefined {
    if (file === undefined) return { value: this.#definition.initial };
    try {
      const bytes = Buffer.from(file.text);
      this.#revision = Math.max(this.#revision, revisionOf(bytes));
      return this.#decode(bytes, Number(/\.v(\d+)\./.exec(file.name)?.[1] ?? 1));
    } catch (error) {
      unusable.push({ file: `${file.name} of the journal`, reason: reasonOf(error), newer: false });
      return undefined;
    }
  }

  #decode(bytes: Buffer, version: number): { readonly revision: number; readonly value: T } {
    if (version > this.#definition.version)
      throw new Error(`version ${version} was written by a newer firmware: it is left as it is`);
    const sealed: SealedValue = unseal(bytes, this.#secret());
    if (sealed.version !== version) throw new Error(`is of version ${sealed.version}, its name says ${version}`);
    return { revision: sealed.revision, value: decodeStored(this.#definition, sealed) };
  }

  #isGood(bytes: Buffer): boolean {
    try {
      this.#decode(bytes, this.#definition.version);
      return true;
    } catch {
      return false;
    }
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function isAbsent(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

function readIfThereSync(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}
