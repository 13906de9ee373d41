/** Milliseconds in which messages are read that arrived while this process itself was held up. */
const grace = 100;

/** Tells when a process is silent for too long. Nothing wakes up to look: whatever is heard puts the timer off. */
export class SilenceWatch {
  readonly #onSilent: () => void;
  #limit = 0;
  #timer: NodeJS.Timeout | undefined;
  #grace: NodeJS.Timeout | undefined;

  /** @param onSilent called once per `begin` */
  constructor(onSilent: () => void) {
    this.#onSilent = onSilent;
  }

  /** @param limit milliseconds of silence, from now on */
  begin(limit: number): void {
    this.stop();
    this.#limit = limit;
    this.#timer = setTimeout(() => {
      this.#grace = setTimeout(() => this.#end(), grace);
    }, limit);
  }

  heard(): void {
    if (this.#grace === undefined) this.#timer?.refresh();
    else this.begin(this.#limit);
  }

  stop(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#grace);
    this.#timer = undefined;
    this.#grace = undefined;
  }

  #end(): void {
    this.stop();
    this.#onSilent();
  }
}
