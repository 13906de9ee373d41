import type { Logger } from 'pino';
import type { StorageError } from '../../services/settings/storage-error.ts';
import type { StorageHealth } from '../../services/settings/storage-health.ts';

interface StorageWatchOptions {
  readonly log: Logger;
  /** Tries whether something can be stored. */
  readonly probe: () => Promise<StorageError | undefined>;
  /** Ends the watch. */
  readonly ended: AbortSignal;
  /** Milliseconds between two tries while nothing can be stored. */
  readonly interval?: number;
}

/** Collects the faults of the storage, tells each in the log once, and looks for the end of a failure to write. */
export class StorageWatch implements StorageHealth {
  readonly #options: StorageWatchOptions;
  readonly #faults = new Map<string, string>();
  readonly #listeners = new Set<() => void>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: StorageWatchOptions) {
    this.#options = options;
    options.ended.addEventListener('abort', () => clearInterval(this.#timer));
  }

  get faults(): readonly string[] {
    return [...this.#faults.values()];
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Takes the outcome of a write. */
  wrote(error: StorageError | undefined): void {
    const { log, ended, interval = 60_000 } = this.#options;
    const before = this.#faults.get('write');
    if (error?.message === before) return;
    clearInterval(this.#timer);
    this.#set('write', error?.message);
    if (error === undefined) {
      log.info('changes of the settings are kept again');
      return;
    }
    log.error({ kind: error.kind, err: error.cause }, 'changes of the settings cannot be kept: they are refused');
    if (ended.aborted) return;
    this.#timer = setInterval(() => void this.probe(), interval);
    this.#timer.unref();
  }

  async probe(): Promise<void> {
    this.wrote(await this.#options.probe());
  }

  /** A section whose stored value, or one of its copies, cannot be read; undefined when it was written anew. */
  unreadable(section: string, reason: string | undefined): void {
    this.#set(`section ${section}`, reason === undefined ? undefined : `${section} cannot be read: ${reason}`);
  }

  #set(name: string, fault: string | undefined): void {
    if (this.#faults.get(name) === fault) return;
    if (fault === undefined) this.#faults.delete(name);
    else this.#faults.set(name, fault);
    for (const listener of [...this.#listeners]) listener();
  }
}
