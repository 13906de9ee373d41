/** Listeners of one kind of change. */
export class Listeners {
  readonly #all = new Set<() => void>();

  /** Returns how to end it. */
  add(listener: () => void): () => void {
    const own = (): void => listener();
    this.#all.add(own);
    return () => this.#all.delete(own);
  }

  tell(): void {
    for (const one of [...this.#all]) one();
  }
}
