import { Fault } from '../../faults/fault.ts';
import type { OperatingTimes } from '../../monitoring/operating-time.ts';
import type { Restart } from './restart.ts';

/** Kinds of a reset: `hard` also forgets the users and the network. */
export type ResetKind = 'soft' | 'hard';

/** The settings as a whole. Each call changes all that it has to, or nothing. */
export interface SettingsMaintenance {
  reset(kind: ResetKind): Promise<void>;
  backup(): Buffer;
  /** Rejects with the fault InvalidBackupFile for bytes that are no backup of this product. */
  restore(bytes: Buffer): Promise<void>;
}

/** Bytes of a backup at most; one of a camera in use has some ten thousand. */
export const backupLimit: number = 4 * 1024 * 1024;

interface MaintenanceOptions {
  readonly settings: SettingsMaintenance;
  readonly restart: Restart;
  readonly times: Pick<OperatingTimes, 'note'>;
  readonly log: { info(fields: object, text: string): void };
}

/** Reset, backup, restore and restart of the device, for SOAP and HTTP alike. */
export class Maintenance {
  readonly #options: MaintenanceOptions;
  #restoring = false;

  constructor(options: MaintenanceOptions) {
    this.#options = options;
  }

  /** Seconds until the device restarts. */
  restart(reason: string): number {
    return this.#options.restart.soon(reason);
  }

  async reset(kind: ResetKind): Promise<void> {
    const { settings, times, log } = this.#options;
    await settings.reset(kind);
    log.info({ kind }, 'the settings have their initial values');
    await times.note('lastReset');
    this.restart(`${kind} reset`);
  }

  async backup(): Promise<Buffer> {
    const bytes = this.#options.settings.backup();
    await this.#options.times.note('lastBackup');
    return bytes;
  }

  /** Brings back the settings of a backup and restarts the device. Faults: InvalidBackupFile, StorageFailed. */
  async restore(bytes: Buffer): Promise<void> {
    if (this.#restoring) throw new Fault('Action', 'Action Failed: another restore is under way');
    this.#restoring = true;
    try {
      await this.#options.settings.restore(bytes);
      this.#options.log.info({ bytes: bytes.length }, 'the settings are those of a backup');
      this.restart('restore');
    } finally {
      this.#restoring = false;
    }
  }
}
