import { isDeepStrictEqual } from 'node:util';
import { Fault } from '../faults/fault.ts';
import type { Setting, Settings } from '../settings/setting.ts';
import { type OwnedEntry, type OwnedListDefinition, ownedSetting } from './owned-setting.ts';

/** An entry that was created, changed or deleted. @internal */
export interface OwnedChange<Entry> {
  readonly kind: 'created' | 'changed' | 'deleted';
  /** Entry after the change; a deleted one as it was. */
  readonly entry: Entry;
}

/** A new entry. Without a token, or with an empty one, the list makes one. */
type NewEntry<Entry extends OwnedEntry> = Omit<Entry, 'token'> & { readonly token?: string };

function changesBetween<Entry extends OwnedEntry>(
  before: readonly Entry[],
  after: readonly Entry[],
): readonly OwnedChange<Entry>[] {
  const old = new Map(before.map((entry) => [entry.token, entry]));
  const changes: OwnedChange<Entry>[] = after.flatMap((entry): readonly OwnedChange<Entry>[] => {
    const was = old.get(entry.token);
    if (was === entry || isDeepStrictEqual(was, entry)) return [];
    return [{ kind: was === undefined ? 'created' : 'changed', entry }];
  });
  const kept = new Set(after.map(({ token }) => token));
  const deleted = before.filter(({ token }) => !kept.has(token));
  return [...changes, ...deleted.map((entry) => ({ kind: 'deleted', entry }) as const)];
}

/**
 * Entries that clients create, set and delete: tokens, limits, faults and persistence in one place. A change of several
 * entries is made whole or not at all; when the storage fails it rejects with StorageError and nothing has changed.
 */
export class OwnedList<Entry extends OwnedEntry> {
  readonly #definition: OwnedListDefinition<Entry>;
  readonly #setting: Setting<readonly Entry[]>;

  constructor(definition: OwnedListDefinition<Entry>, settings: Settings) {
    this.#definition = definition;
    this.#setting = settings.open(ownedSetting(definition));
  }

  /** Most entries of one group. */
  get limit(): number {
    return this.#definition.limit;
  }

  /** Reason why the stored entries cannot be read; the initial ones count until the next change. */
  get unreadable(): string | undefined {
    return this.#setting.unreadable;
  }

  get all(): readonly Entry[] {
    return this.#setting.get();
  }

  /** Fault: unknown. */
  one(token: string): Entry {
    return this.#find(this.all, token);
  }

  /** Stores new entries behind the others. Faults: taken, full, malformed, and those of `check`. */
  async create(wanted: readonly NewEntry<Entry>[]): Promise<readonly Entry[]> {
    let made: readonly Entry[] = [];
    await this.#setting.change((present) => {
      const next = [...present];
      for (const entry of wanted) next.push(this.#made(entry, next));
      made = next.slice(present.length);
      return wanted.length === 0 ? present : next;
    });
    return made;
  }

  /** Replaces the entry of a token by what `next` makes of it. Faults: unknown, full (another group), and those of `check`. */
  async set(token: string, next: (present: Entry) => Entry): Promise<Entry> {
    const all = await this.#setting.change((present) => {
      const before = this.#find(present, token);
      const after = { ...next(before), token };
      const others = present.filter((entry) => entry !== before);
      if (this.#groupOf(after) !== this.#groupOf(before)) this.#checkRoom(after, others);
      this.#definition.check?.(after, others);
      return present.map((entry) => (entry === before ? after : entry));
    });
    return this.#find(all, token);
  }

  /** Deletes entries. Fault: unknown. */
  async delete(tokens: readonly string[]): Promise<void> {
    await this.#setting.change((present) => {
      for (const token of tokens) this.#find(present, token);
      return tokens.length === 0 ? present : present.filter(({ token }) => !tokens.includes(token));
    });
  }

  /** Called after each change that is durable, also by a reset or a restore, and when an unreadable list is one again. Returns how to end it. */
  onChange(listener: (changes: readonly OwnedChange<Entry>[]) => void): () => void {
    let before = this.all;
    let wasUnreadable = this.unreadable !== undefined;
    return this.#setting.onChange(() => {
      const changes = changesBetween(before, this.all);
      const readable = wasUnreadable && this.unreadable === undefined;
      before = this.all;
      wasUnreadable = this.unreadable !== undefined;
      if (changes.length > 0 || readable) listener(changes);
    });
  }

  #find(all: readonly Entry[], token: string): Entry {
    const found = all.find((entry) => entry.token === token);
    if (found === undefined) throw new Fault(this.#definition.faults.unknown);
    return found;
  }

  #made(wanted: NewEntry<Entry>, others: readonly Entry[]): Entry {
    const { faults, tokenLength, check } = this.#definition;
    const token = wanted.token || this.#freeToken(others);
    if (token.length > tokenLength) throw new Fault(faults.malformed, `Longer than ${tokenLength} characters`);
    if (others.some((entry) => entry.token === token)) throw new Fault(faults.taken);
    const entry = { ...wanted, token } as unknown as Entry;
    this.#checkRoom(entry, others);
    check?.(entry, others);
    return entry;
  }

  #freeToken(others: readonly Entry[]): string {
    const taken = new Set(others.map(({ token }) => token));
    for (let number = 1; ; number += 1) {
      const token = `${this.#definition.prefix}${number}`;
      if (!taken.has(token)) return token;
    }
  }

  #groupOf(entry: Entry): string {
    return this.#definition.groupOf?.(entry) ?? '';
  }

  #checkRoom(entry: Entry, others: readonly Entry[]): void {
    const { limit, faults } = this.#definition;
    const group = this.#groupOf(entry);
    if (others.filter((one) => this.#groupOf(one) === group).length >= limit) throw new Fault(faults.full);
  }
}
