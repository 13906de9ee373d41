import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { type Setting, type SettingDefinition, type Settings, setting } from '../../../../settings/setting.ts';
import type { ImageFile } from '../plan.ts';
import { slots } from './slots.ts';

interface StoredImage {
  readonly slot: number;
  /** The file as it was sent, base64. */
  readonly png: string;
}

export const imagesSetting: SettingDefinition<readonly StoredImage[]> = setting({
  name: 'osd-images',
  version: 1,
  schema: z.array(z.object({ slot: z.int().min(1).max(slots.length), png: z.string() })),
  initial: [],
  reset: 'soft',
  secret: false,
  backup: true,
});

/**
 * Images of the on-screen display. The settings have the files as clients sent them; their pixels are in files beside, which the media
 * process reads and which are made anew when they are missing.
 */
export class OsdImages {
  readonly #setting: Setting<readonly StoredImage[]>;
  readonly #listeners = new Set<() => void>();
  #folder: string | undefined;
  #files: ReadonlyMap<number, ImageFile> = new Map();
  #work: Promise<void> = Promise.resolve();

  /** @param folder place of the pixel files; a temporary one when absent */
  constructor(settings: Settings, folder: string | undefined) {
    this.#setting = settings.open(imagesSetting);
    this.#folder = folder;
    this.#setting.onChange(() => this.#refresh());
    if (this.#setting.get().length > 0) this.#refresh();
  }

  /** Pixels by slot. */
  get files(): ReadonlyMap<number, ImageFile> {
    return this.#files;
  }

  /** The file of a slot as it was sent; undefined for an empty slot. */
  png(slot: number): Buffer | undefined {
    const found = this.#setting.get().find((one) => one.slot === slot);
    return found && Buffer.from(found.png, 'base64');
  }

  /** Stores a file that `decodePng` can read; resolves when its pixels are there. */
  async store(slot: number, file: Buffer): Promise<void> {
    const image = { slot, png: file.toString('base64') };
    await this.#setting.change((present) => [...present.filter((one) => one.slot !== slot), image]);
    await this.#work;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  #refresh(): void {
    this.#work = this.#work
      .then(() => this.#write())
      // Without its pixels an image is not shown; the next change tries again.
      .catch(() => undefined)
      .then(() => {
        for (const listener of [...this.#listeners]) listener();
      });
  }

  async #write(): Promise<void> {
    this.#folder ??= await mkdtemp(join(tmpdir(), 'vedette-osd-'));
    const folder = this.#folder;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const files = new Map<number, ImageFile>();
    for (const { slot, png } of this.#setting.get()) {
      const file = await writePixels(folder, slot, Buffer.from(png, 'base64')).catch(() => undefined);
      if (file !== undefined) files.set(slot, file);
    }
    this.#files = files;
    const kept = new Set([...files.values()].map(({ path }) => path));
    for (const name of await readdir(folder)) {
      const path = join(folder, name);
      if (!kept.has(path)) await rm(path, { force: true });
    }
  }
}

/** Another picture has another name: the media process reads a file once. */
async function writePixels(folder: string, slot: number, png: Buffer): Promise<ImageFile> {
  const { decodePng } = await import('./decode-png.ts');
  const { width, height, rgba } = decodePng(png);
  const path = join(folder, `${slot}-${createHash('sha256').update(png).digest('hex').slice(0, 16)}.rgba`);
  await writeFile(`${path}.new`, rgba, { mode: 0o600 });
  await rename(`${path}.new`, path);
  return { path, width, height };
}
