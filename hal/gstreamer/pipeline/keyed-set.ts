/** Running things by the id of their state: what a new state no longer names is closed, the others are made or changed. */
export class Entities<State extends { readonly id: string }, Running> {
  readonly #running = new Map<string, Running>();
  readonly #close: (running: Running) => void;

  constructor(close: (running: Running) => void) {
    this.#close = close;
  }

  get(id: string): Running | undefined {
    return this.#running.get(id);
  }

  all(): readonly Running[] {
    return [...this.#running.values()];
  }

  /** Closes what `states` does not name. */
  retain(states: readonly State[]): void {
    for (const id of [...this.#running.keys()]) if (!states.some((state) => state.id === id)) this.close(id);
  }

  /** `change` tells whether the running one could be changed; otherwise it is closed and made anew. */
  apply(state: State, change: (running: Running) => boolean, make: () => Running): void {
    const running = this.#running.get(state.id);
    if (running !== undefined && change(running)) return;
    this.close(state.id);
    this.#running.set(state.id, make());
  }

  close(id: string): void {
    const running = this.#running.get(id);
    if (running === undefined) return;
    this.#running.delete(id);
    this.#close(running);
  }
}
