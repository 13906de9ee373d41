/** Steps of a state's running object. */
interface Steps<Running> {
  /** Creates the running object. */
  readonly make: () => Running;
  /** Applies the state to the present object. */
  readonly change?: (running: Running) => void;
  /** Whether the state needs a new object instead of a change of the present one. */
  readonly replaces?: (running: Running) => boolean;
}

/** Running objects by the id of their states: an object without a state is closed, the others are made or changed. */
export class KeyedSet<State extends { readonly id: string }, Running> {
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

  /** Closes the objects whose id is not in `states`. */
  retain(states: readonly State[]): void {
    for (const id of [...this.#running.keys()]) if (!states.some((state) => state.id === id)) this.close(id);
  }

  /** Changes the object of a state, or closes it and makes a new one. */
  apply({ id }: State, { make, change, replaces }: Steps<Running>): void {
    const running = this.#running.get(id);
    if (running !== undefined && replaces?.(running) !== true) {
      change?.(running);
      return;
    }
    this.close(id);
    this.#running.set(id, make());
  }

  close(id: string): void {
    const running = this.#running.get(id);
    if (running === undefined) return;
    this.#running.delete(id);
    this.#close(running);
  }
}
