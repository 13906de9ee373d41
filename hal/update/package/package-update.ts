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
  /** Milliseconds for the installing program to verify a bundle and to keep the present package. */
  readonly patience: number;
  /** True when the package before the one that runs comes back unless this one is confirmed. */
  readonly onTrial: boolean;
}

/** Seconds in which a package is installed and the camera started again. */
const downTime = 30;
/** Milliseconds between two looks at the result. */
const pause = 250;

/**
 * Updates of a camera that is installed as a Debian package. The camera checks the bundle and keeps it whole; a program of the
 * administrator (vedette-upgrade.service) checks it again, since it trusts nothing that the camera's user can write, and installs it. The
 * package before is kept until the new one has found itself good; vedette-package-trial.timer brings it back otherwise.
 */
export class PackageUpdate implements Update {
  readonly backEnd = 'package';
  readonly version: undefined = undefined;
  readonly downTime: number = downTime;
  readonly restartsItself = true;
  readonly #options: PackageUpdateOptions;
  #isBusy = false;
  #onTrial: boolean;

  constructor(options: PackageUpdateOptions) {
    this.#options = options;
    this.#onTrial = options.onTrial;
  }

  get onTrial(): boolean {
    return this.#onTrial;
  }

  get limit(): number {
    return this.#options.rules.slot;
  }

  /** Resolves when the bundle is verified twice and its installation begins. */
  async install(bundle: Readable, onProgress: OnProgress): Promise<string> {
    if (this.#isBusy) throw new UpdateError('busy', 'another update is being written');
    if (this.#onTrial)
      throw new UpdateError('busy', 'the running version is on trial: its only way back is the package before it');
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

  /** Ends the trial for this program; the administrator's program learns of it by the file that the firmware makes for every back end. */
  confirm(): Promise<void> {
    this.#onTrial = false;
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
