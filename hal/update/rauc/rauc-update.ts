import { createWriteStream } from 'node:fs';
import { mkdir, open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { Method, SystemBus } from '../../machine/dbus/system-bus.ts';
import type { Clock } from '../../ports/clock.ts';
import { reasonOf } from '../../ports/hal-error.ts';
import { type OnProgress, type Update, UpdateError } from '../../ports/update.ts';
import { type BundleRules, checkVersion } from '../receive-bundle.ts';
import { faultOf } from './rauc-fault.ts';

interface RaucUpdateOptions {
  readonly openBus: () => Promise<SystemBus>;
  /** Folder on the data partition in which a bundle waits. */
  readonly folder: string;
  /** Bytes of a bundle at most. */
  readonly limit: number;
  /** Version that runs, and whether an older one is accepted. */
  readonly rules: Pick<BundleRules, 'version' | 'downgrade'>;
  readonly clock: Pick<Clock, 'wait'>;
}

/** Seconds from the end of an upload to the first answer: two slots are written before the POST is answered. */
const downTime = 60;
/** Milliseconds between two looks at the progress. */
const pause = 300;
/** Part of the work that the upload is; the rest is writing the slot. */
const upload = 0.5;
/** Bytes that stay free on the disk, so that settings can be written. */
const spare = 16 * 1024 * 1024;

const service = { destination: 'de.pengutronix.rauc', path: '/' };
const installer = (member: string): Method => ({ ...service, interface: 'de.pengutronix.rauc.Installer', member });
const property: Method = { ...service, interface: 'org.freedesktop.DBus.Properties', member: 'Get' };

/** Percent, text and depth. */
const progressSchema = z.tuple([z.number(), z.string(), z.number()]);

/**
 * Updates by RAUC over D-Bus: RAUC verifies the bundle and writes the slot that does not run, the boot loader tries it with the next
 * start, and `confirm` marks it good. Each start is a trial: boot loaders that count need the mark every time.
 */
export class RaucUpdate implements Update {
  readonly backEnd = 'rauc';
  readonly version: undefined = undefined;
  readonly downTime: number = downTime;
  readonly restartsItself = false;
  readonly #options: RaucUpdateOptions;
  #bus: Promise<SystemBus> | undefined;
  #isBusy = false;
  #isConfirmed = false;

  constructor(options: RaucUpdateOptions) {
    this.#options = options;
  }

  get limit(): number {
    return this.#options.limit;
  }

  get onTrial(): boolean {
    return !this.#isConfirmed;
  }

  async install(bundle: Readable, onProgress: OnProgress): Promise<string> {
    if (this.#isBusy) throw new UpdateError('busy', 'another update is being written');
    if (this.onTrial)
      throw new UpdateError('busy', 'the running version is on trial: its only way back is the other slot');
    this.#isBusy = true;
    const path = join(this.#options.folder, 'bundle.raucb');
    try {
      await this.#store(bundle, path, onProgress);
      const version = await this.#inspect(path);
      await this.#write(path, onProgress);
      return version;
    } finally {
      this.#isBusy = false;
      await rm(path, { force: true }).catch(() => undefined);
    }
  }

  async confirm(): Promise<void> {
    await this.#call(installer('Mark'), 'ss', ['good', 'booted']);
    this.#isConfirmed = true;
  }

  async #store(bundle: Readable, path: string, onProgress: OnProgress): Promise<void> {
    const { folder, limit } = this.#options;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const { bavail, bsize } = await statfs(folder);
    const room = bavail * bsize - spare;
    let bytes = 0;
    const counter = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        bytes += chunk.length;
        onProgress(Math.min(1, bytes / limit) * upload);
        done(bytes > room ? new UpdateError('full', 'there is no room for the bundle') : null, chunk);
      },
    });
    try {
      await pipeline(bundle, counter, createWriteStream(path, { mode: 0o600 }));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (error instanceof UpdateError) throw error;
      const kind = code === 'ENOSPC' || code === 'EDQUOT' ? 'full' : code === 'EIO' ? 'io' : 'incomplete';
      throw new UpdateError(kind, 'the bundle was not stored', { cause: error });
    }
    const file = await open(path);
    await file.sync().finally(() => file.close());
  }

  /** Version of the bundle, by RAUC's look at its signed manifest. What fails here is a fault of the file. */
  async #inspect(path: string): Promise<string> {
    try {
      const reply = await this.#call(installer('Info'), 's', [path]);
      const [compatible, version] = z.tuple([z.string(), z.string()]).parse(reply);
      const own = await this.#property('Compatible');
      if (compatible !== own)
        throw new UpdateError('compatible', `the bundle is for ${compatible}, this is ${String(own)}`);
      checkVersion(version, this.#options.rules);
      return version;
    } catch (error) {
      if (error instanceof UpdateError) throw error;
      throw faultOf(reasonOf(error), 'inspect');
    }
  }

  async #write(path: string, onProgress: OnProgress): Promise<void> {
    await this.#call(installer('InstallBundle'), 'sa{sv}', [path, {}]);
    while ((await this.#property('Operation')) !== 'idle') {
      const progress = progressSchema.safeParse(await this.#property('Progress'));
      if (progress.success) onProgress(upload + (progress.data[0] / 100) * (1 - upload));
      await this.#options.clock.wait(pause);
    }
    const error = String(await this.#property('LastError'));
    if (error !== '') throw faultOf(error, 'install');
  }

  #property(name: string): Promise<unknown> {
    return this.#call(property, 'ss', ['de.pengutronix.rauc.Installer', name]);
  }

  async #call(method: Method, signature: string, body: readonly unknown[]): Promise<unknown> {
    this.#bus ??= this.#options.openBus();
    try {
      return await (await this.#bus).call(method, signature, body);
    } catch (error) {
      // A bus or service that went away is asked anew with the next call.
      this.#bus = undefined;
      throw error;
    }
  }
}
