import { randomUUID } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Clock } from '../../ports/clock.ts';
import { type OnProgress, type Update, UpdateError } from '../../ports/update.ts';
import { type BundleRules, receiveBundle } from '../receive-bundle.ts';
import { packageFiles, type UpgradeResult, upgradeResultSchema } from './package-files.ts';

interface PackageUpdateOptions {
  /** Folder that the installing program watches. */
  readonly folder: string;
  /** Folder in which the installing program tells the result. */
  readonly results: string;
  readonly rules: BundleRules;
  readonly clock: Pick<Clock, 'wait'>;
  /** Milliseconds for the installing program to verify a bundle. */
  readonly patience: number;
}

/** Seconds in which a package is installed and the camera started again. */
const downTime = 30;
/** Milliseconds between two looks at the result. */
const pause = 250;

/**
 * Updates of a camera that is installed as a Debian package. The camera checks the bundle and keeps it whole; a program of the
 * administrator (vedette-upgrade.service) checks it again, since it trusts nothing that the camera's user can write, and installs it.
 */
export class PackageUpdate implements Update {
  readonly backEnd = 'package';
  readonly version: undefined = undefined;
  readonly downTime: number = downTime;
  readonly restartsItself = true;
  /** The package replaces the version that runs; dpkg brings nothing back. */
  readonly onTrial = false;
  readonly #options: PackageUpdateOptions;
  #isBusy = false;

  constructor(options: PackageUpdateOptions) {
    this.#options = options;
  }

  get limit(): number {
    return this.#options.rules.slot;
  }

  /** Resolves when the bundle is verified twice and its installation begins. */
  async install(bundle: Readable, onProgress: OnProgress): Promise<string> {
    if (this.#isBusy) throw new UpdateError('busy', 'another update is being written');
    this.#isBusy = true;
    try {
      const path = join(this.#options.folder, packageFiles.bundle);
      const { version } = await receiveBundle(bundle, path, this.#options.rules, 'bundle', onProgress);
      await this.#handOver();
      return version;
    } finally {
      this.#isBusy = false;
    }
  }

  confirm(): Promise<void> {
    return Promise.resolve();
  }

  async #handOver(): Promise<void> {
    const { folder, clock, patience } = this.#options;
    const request = randomUUID();
    const accepted = join(folder, packageFiles.accepted);
    await writeFile(accepted, request, { mode: 0o600 });
    for (let waited = 0; waited < patience; waited += pause) {
      const result = await this.#result();
      if (result?.request === request && result.state === 'installing') return;
      if (result?.request === request) throw new UpdateError('io', `the package is not installed: ${result.reason}`);
      await clock.wait(pause);
    }
    await rm(accepted, { force: true });
    throw new UpdateError('io', 'the installing program (vedette-upgrade.service) does not answer');
  }

  /** undefined while nothing, or nothing whole, is there. */
  async #result(): Promise<UpgradeResult | undefined> {
    try {
      const text = await readFile(join(this.#options.results, packageFiles.result), 'utf8');
      return upgradeResultSchema.parse(JSON.parse(text));
    } catch {
      return undefined;
    }
  }
}
