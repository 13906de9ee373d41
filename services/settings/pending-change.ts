/** Change of a section that is in force already and waits to be stored, alone or together with others. */
export interface PendingChange<T = unknown> {
  /** Name of the section. */
  readonly section: string;
  /** The value to store, from the one that is stored. A method, so that changes of several sections fit in one list. */
  next(present: T): T;
  /** Called when it is stored, or cannot be: the value of before is then in force again. */
  readonly end: (stored: boolean) => void;
}

/** Stores several sections, all or nothing, also over a power cut. Rejects with StorageError. */
export type ChangeTogether = (next: ReadonlyMap<string, (present: unknown) => unknown>) => Promise<void>;
