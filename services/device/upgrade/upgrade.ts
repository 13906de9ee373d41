import type { Readable } from 'node:stream';
import { type Update, UpdateError } from '../../../hal/ports/update.ts';
import type { EventSink } from '../../events/event-message.ts';
import type { Maintenance } from '../maintenance/maintenance.ts';
import { UpgradeEvents } from './upgrade-events.ts';

interface UpgradeOptions {
  readonly update: Update;
  readonly maintenance: Pick<Maintenance, 'restart'>;
  readonly events: EventSink;
  readonly log: { info(fields: object, text: string): void; warn(fields: object, text: string): void };
}

/** Operation that brings a new firmware. */
export type UpgradeOperation = 'StartFirmwareUpgrade' | 'UpgradeSystemFirmware';

/** Upgrade of the firmware by a client, one at a time (ONVIF Core, StartFirmwareUpgrade and UpgradeSystemFirmware). */
export class Upgrade {
  readonly #options: UpgradeOptions;
  readonly #events: UpgradeEvents;
  #isBusy = false;

  constructor(options: UpgradeOptions) {
    this.#options = options;
    this.#events = new UpgradeEvents(options.events);
  }

  /** Bytes of a file at most. */
  get limit(): number {
    return this.#options.update.limit;
  }

  /** Seconds without an answer after the upload. */
  get downTime(): number {
    return this.#options.update.downTime;
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** Takes the file and restarts the device into it; resolves with the version. Rejects with UpdateError, without a restart. */
  async take(file: Readable, operation: UpgradeOperation): Promise<string> {
    if (this.#isBusy) throw new UpdateError('busy', 'another upgrade is under way');
    this.#isBusy = true;
    const { update, maintenance, log } = this.#options;
    const status = this.#events.begin(operation);
    try {
      const version = await update.install(file, (part) => status.progress(part));
      log.info({ version }, 'a new firmware is written');
      status.end(`version ${version}`);
      if (update.restartsItself) this.#isBusy = false;
      else maintenance.restart('firmware upgrade');
      return version;
    } catch (error) {
      this.#isBusy = false;
      const reason = error instanceof UpdateError ? error.message : 'the device failed';
      log.warn({ err: error }, 'a new firmware is refused');
      status.fail(reason);
      throw error;
    }
  }
}
