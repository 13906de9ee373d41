import { readFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { z } from 'zod';
import { makeFolder, readIfThere, replaceFile, syncFolder } from './atomic-file.ts';
import type { DeviceKey } from './device-key.ts';
import { isSealed, seal, unseal } from './sealed-value.ts';

/** A file of a section as it shall be; without it the section has no file any more, of whatever version. */
export interface JournalEntry {
  readonly section: string;
  /** Name and sealed text of the file. */
  readonly file?: { readonly name: string; readonly text: string };
}

const entries = z.array(
  z.strictObject({
    section: z.string(),
    file: z.strictObject({ name: z.string(), text: z.string() }).exactOptional(),
  }),
);

/**
 * Changes of several sections, all or nothing: they count from the moment at which the journal is durable, and are then made one
 * by one, if need be by the next start.
 */
export class SettingsJournal {
  readonly #file: string;
  readonly #folder: string;
  readonly #key: DeviceKey;
  #pending: readonly JournalEntry[];
  #finishing: Promise<void> | undefined;

  /** Nothing of a journal counts that cannot be read: the sections are as their files have them. */
  constructor(data: string, key: DeviceKey, log: Logger) {
    this.#file = join(data, 'journal.json');
    this.#folder = join(data, 'settings');
    this.#key = key;
    this.#pending = this.#read(log);
  }

  /** Entries that the files do not have yet. */
  get pending(): readonly JournalEntry[] {
    return this.#pending;
  }

  /** Resolves when the changes count. Rejects as the file system does; nothing has changed then. */
  async write(changes: readonly JournalEntry[]): Promise<void> {
    await this.finish();
    await replaceFile(this.#file, seal({ version: 1, revision: 1, value: changes }, undefined), () => false);
    this.#pending = changes;
  }

  /** Makes the changes that count. Rejects as the file system does; then they stay pending. */
  finish(): Promise<void> {
    if (this.#pending.length === 0) return Promise.resolve();
    this.#finishing ??= this.#make().finally(() => {
      this.#finishing = undefined;
    });
    return this.#finishing;
  }

  async #make(): Promise<void> {
    await makeFolder(this.#folder);
    for (const { section, file } of this.#pending) {
      if (file === undefined) await this.#remove(section);
      else await this.#put(file.name, Buffer.from(file.text));
    }
    await rm(this.#file, { force: true });
    await syncFolder(this.#file);
    this.#pending = [];
  }

  async #put(name: string, bytes: Buffer): Promise<void> {
    const path = join(this.#folder, name);
    // A journal may be made twice; the second time must not move the new content over the last good one.
    if ((await readIfThere(path))?.equals(bytes) === true) return;
    await replaceFile(path, bytes, (present) => this.#isIntact(present));
  }

  async #remove(section: string): Promise<void> {
    const names = await readdir(this.#folder);
    for (const name of names.filter((one) => one.startsWith(`${section}.`)))
      await rm(join(this.#folder, name), { force: true });
    await syncFolder(join(this.#folder, section));
  }

  #isIntact(bytes: Buffer): boolean {
    try {
      unseal(bytes, isSealed(bytes) ? this.#key.bytes : undefined);
      return true;
    } catch {
      return false;
    }
  }

  #read(log: Logger): readonly JournalEntry[] {
    try {
      return entries.parse(unseal(readFileSync(this.#file), undefined).value);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      log.error({ file: this.#file, err: error }, 'a journal of the settings cannot be read');
      return [];
    }
  }
}
