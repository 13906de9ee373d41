import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errnoOf } from '../../ports/hal-error.ts';
import type { LinkSettings, NetworkSettings } from '../../ports/machine.ts';

/** Places and forms in which a network manager has the settings of interfaces. */
export interface NetworkFormat {
  /** Folder of settings on trial, emptied by a restart; it wins over the other. */
  readonly trialFolder: string;
  readonly keptFolder: string;
  /** Folder for kept files where the other cannot be written (an image): the firmware sets all again at each start. */
  readonly memoryFolder?: string;
  readonly trialName: (link: string) => string;
  readonly keptName: (link: string) => string;
  readonly mode: number;
  /** True: trial files stay beside the kept ones until the next start, so that nothing is configured anew. */
  readonly keepsTrial: boolean;
  text(link: LinkSettings, settings: NetworkSettings): string;
  /** Puts the files in force. */
  reload(links: readonly string[]): Promise<unknown>;
  /** Script of the shell that takes a trial back, and the interfaces as its words; PID 1 runs it. */
  readonly revert: string;
}

const read = (path: string): Promise<string | undefined> => readFile(path, 'utf8').catch(() => undefined);

/** Settings on trial and kept ones, as files of a network manager. */
export class NetworkFiles {
  readonly #format: NetworkFormat;

  constructor(format: NetworkFormat) {
    this.#format = format;
  }

  get revert(): string {
    return this.#format.revert;
  }

  /** True when these settings are in force and kept already. */
  async isKept(settings: NetworkSettings): Promise<boolean> {
    const { trialFolder, keptFolder, memoryFolder = keptFolder, trialName, keptName, text } = this.#format;
    for (const link of settings.links) {
      const wanted = text(link, settings);
      const name = keptName(link.name);
      const kept = (await read(join(memoryFolder, name))) ?? (await read(join(keptFolder, name)));
      const trial = await read(join(trialFolder, trialName(link.name)));
      if (kept !== wanted || (trial ?? wanted) !== wanted) return false;
    }
    return true;
  }

  /** Writes the files of a trial; `reload` puts them in force. */
  async write(settings: NetworkSettings): Promise<void> {
    const { trialFolder, trialName, text } = this.#format;
    for (const link of settings.links) await this.#put(trialFolder, trialName(link.name), text(link, settings));
  }

  async reload(settings: NetworkSettings): Promise<void> {
    await this.#format.reload(settings.links.map(({ name }) => name));
  }

  async keep(): Promise<void> {
    const { trialFolder, keptName, trialName, keepsTrial, reload } = this.#format;
    const links = await this.#onTrial();
    for (const link of links)
      await this.#putKept(keptName(link), await readFile(join(trialFolder, trialName(link)), 'utf8'));
    if (keepsTrial) return;
    for (const link of links) await rm(join(trialFolder, trialName(link)), { force: true });
    await reload(links);
  }

  async takeBack(): Promise<void> {
    const { trialFolder, trialName, reload } = this.#format;
    const links = await this.#onTrial();
    for (const link of links) await rm(join(trialFolder, trialName(link)), { force: true });
    await reload(links);
  }

  async #putKept(name: string, text: string): Promise<void> {
    const { keptFolder, memoryFolder } = this.#format;
    try {
      await this.#put(keptFolder, name, text);
    } catch (error) {
      if (memoryFolder === undefined || errnoOf(error) !== 'EROFS') throw error;
      await this.#put(memoryFolder, name, text);
    }
  }

  /** The file appears whole. */
  async #put(folder: string, name: string, text: string): Promise<void> {
    await mkdir(folder, { recursive: true });
    const path = join(folder, name);
    // Network managers leave files with such a name alone.
    await writeFile(`${path}.new~`, text, { mode: this.#format.mode });
    await rename(`${path}.new~`, path);
  }

  async #onTrial(): Promise<readonly string[]> {
    const names = await readdir(this.#format.trialFolder).catch(() => []);
    return names.flatMap((name) => {
      const link = /vedette-([A-Za-z0-9_.-]+)\.(?:network|nmconnection)$/.exec(name)?.[1];
      return link !== undefined && name === this.#format.trialName(link) ? [link] : [];
    });
  }
}
