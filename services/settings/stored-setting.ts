import { decodeStored } from './decode-stored.ts';
import type { Setting, SettingDefinition } from './setting.ts';
import { storageError } from './storage-error.ts';

/** A section as it was found on disk. */
export interface FoundSetting<T> {
  readonly value: T;
  /** Reason why no copy can be read; `value` is the initial one then. */
  readonly unreadable?: string;
}

/** Makes a value durable, or rejects and leaves the one before it. */
type WriteSetting = (value: unknown) => Promise<void>;

/** The rules of `Setting` over something that writes. */
export class StoredSetting<T> implements Setting<T> {
  readonly definition: SettingDefinition<T>;
  readonly #write: WriteSetting;
  readonly #report: (error: unknown) => void;
  readonly #listeners = new Set<() => void>();
  #value: T;
  #unreadable: string | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  /** @param report takes the error of a listener: the change is stored all the same */
  constructor(
    definition: SettingDefinition<T>,
    found: FoundSetting<T>,
    write: WriteSetting,
    report: (error: unknown) => void,
  ) {
    this.definition = definition;
    this.#value = found.value;
    this.#unreadable = found.unreadable;
    this.#write = write;
    this.#report = report;
  }

  get unreadable(): string | undefined {
    return this.#unreadable;
  }

  get(): T {
    return this.#value;
  }

  change(next: (present: T) => T): Promise<T> {
    return this.inTurn(async () => {
      const value = next(this.#value);
      if (value === this.#value && this.#unreadable === undefined) return value;
      this.check(value);
      try {
        await this.#write(value);
      } catch (error) {
        throw storageError(error);
      }
      this.publish(value);
      return value;
    });
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Runs a task when the changes before it are done; changes after it wait for it. */
  inTurn<Result>(task: () => Promise<Result>): Promise<Result> {
    const done = this.#turn.then(task);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  /** Shows a value that is durable. */
  publish(value: T): void {
    this.#value = value;
    this.#unreadable = undefined;
    for (const listener of [...this.#listeners]) {
      try {
        listener();
      } catch (error) {
        this.#report(error);
      }
    }
  }

  /** Throws for a value that the next start could not read: the service has let something pass. */
  check(value: T): void {
    const { version } = this.definition;
    decodeStored(this.definition, { version, value: JSON.parse(JSON.stringify(value)) as unknown });
  }
}
