/**
 * A named part of the persistent settings. The config store (firmware) implements it; services own the shape.
 * `set` resolves once the new value is durable (written, synced, renamed); `get` answers from memory.
 */
export interface Section<T> {
  get(): T;
  set(next: T): Promise<void>;
}

/** Opens sections. `decode` checks what was read from disk (`unknown` at every border) and throws when it does not fit. */
export interface Settings {
  /**
   * @param name lower-case words with dashes; one owner each
   * @param decode returns the value or throws with the reason; the last good copy is used then, `initial` at last
   * @param options.secret encrypts the section at rest with the device key
   */
  section<T>(
    name: string,
    decode: (stored: unknown) => T,
    initial: T,
    options?: { readonly secret?: boolean },
  ): Section<T>;
}
