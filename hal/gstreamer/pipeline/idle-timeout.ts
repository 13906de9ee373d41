/** Counts users of a pipeline: it runs while it has users and a little longer, so that short gaps do not stop it. */
export class IdleTimeout {
  readonly #start: () => void;
  readonly #stop: () => void;
  readonly #milliseconds: number;
  #users = 0;
  #timer: NodeJS.Timeout | undefined;
  #running = false;

  constructor(options: { readonly milliseconds: number; readonly start: () => void; readonly stop: () => void }) {
    this.#milliseconds = options.milliseconds;
    this.#start = options.start;
    this.#stop = options.stop;
  }

  get running(): boolean {
    return this.#running;
  }

  /** Adds a user. Returns the function that removes the user, once. */
  use(): () => void {
    this.#users += 1;
    clearTimeout(this.#timer);
    if (!this.#running) {
      this.#running = true;
      this.#start();
    }
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      this.#users -= 1;
      if (this.#users === 0 && this.#running) this.#wait();
    };
  }

  /** Stops at once, even with users. */
  stop(): void {
    clearTimeout(this.#timer);
    if (!this.#running) return;
    this.#running = false;
    this.#stop();
  }

  #wait(): void {
    this.#timer = setTimeout(() => this.stop(), this.#milliseconds);
  }
}
