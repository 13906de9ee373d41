import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NetworkSettings } from '../../ports/machine.ts';
import { networkFile } from './network-file.ts';

interface NetworkWriterOptions {
  /** Folder of settings on trial, emptied by a restart; it wins over the other by the lower number of its files. */
  readonly trialFolder: string;
  readonly keptFolder: string;
  readonly reload: () => Promise<unknown>;
}

const trialName = (link: string): string => `05-vedette-${link}.network`;
const keptName = (link: string): string => `10-vedette-${link}.network`;

async function write(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text, { mode: 0o644 });
  await rename(`${path}.new`, path);
}

const read = (path: string): Promise<string | undefined> => readFile(path, 'utf8').catch(() => undefined);

/** Settings of systemd-networkd: files on trial, and files that are kept. */
export class NetworkWriter {
  readonly #options: NetworkWriterOptions;

  constructor(options: NetworkWriterOptions) {
    this.#options = options;
  }

  /** True when these settings are in force and kept already. */
  async isKept(settings: NetworkSettings): Promise<boolean> {
    const { trialFolder, keptFolder } = this.#options;
    for (const link of settings.links) {
      const wanted = networkFile(link, settings);
      const [kept, trial] = [
        await read(join(keptFolder, keptName(link.name))),
        await read(join(trialFolder, trialName(link.name))),
      ];
      if (kept !== wanted || (trial ?? wanted) !== wanted) return false;
    }
    return true;
  }

  /** Writes the files of a trial; `reload` puts them in force. */
  async write(settings: NetworkSettings): Promise<void> {
    const { trialFolder } = this.#options;
    await mkdir(trialFolder, { recursive: true });
    for (const link of settings.links)
      await write(join(trialFolder, trialName(link.name)), networkFile(link, settings));
  }

  async reload(): Promise<void> {
    await this.#options.reload();
  }

  /** Copies what is on trial to the kept files; the trial files stay, so that nothing is configured anew. */
  async keep(): Promise<void> {
    const { trialFolder, keptFolder } = this.#options;
    await mkdir(keptFolder, { recursive: true });
    for (const name of await this.#trials()) {
      const link = name.slice('05-vedette-'.length, -'.network'.length);
      await write(join(keptFolder, keptName(link)), await readFile(join(trialFolder, name), 'utf8'));
    }
  }

  async takeBack(): Promise<void> {
    for (const name of await this.#trials()) await rm(join(this.#options.trialFolder, name), { force: true });
    await this.reload();
  }

  async #trials(): Promise<readonly string[]> {
    const names = await readdir(this.#options.trialFolder).catch(() => []);
    return names.filter((name) => /^05-vedette-[A-Za-z0-9_.-]+\.network$/.test(name));
  }
}
