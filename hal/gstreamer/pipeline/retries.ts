interface RetriesOptions {
  /** Delay (ms) after the first failure; each further failure doubles it. */
  readonly first: number;
  /** Longest delay, ms. */
  readonly longest: number;
}

/** Time (ms) without a failure after which a known reason counts as new. */
const steady = 10_000;
/** Reasons that are remembered; they may contain process numbers. */
const mostReasons = 16;

/** Delays between the starts of a device that fails, and the reasons of its failures that were told. */
export class Retries {
  readonly #options: RetriesOptions;
  readonly #told = new Set<string>();
  #failures = 0;
  #goodSince: number | undefined;

  constructor(options: RetriesOptions) {
    this.#options = options;
  }

  /** Failures since the last success. */
  get failures(): number {
    return this.#failures;
  }

  /** Notes a success, which may be called with every picture. @param now monotonic time, ms */
  succeeded(now: number): void {
    this.#failures = 0;
    this.#goodSince ??= now;
  }

  /** Notes the reason of a failure. Returns whether it is new, and worth a warning. @param now monotonic time, ms */
  isNew(reason: string, now: number): boolean {
    const wasSteady = this.#goodSince !== undefined && now - this.#goodSince >= steady;
    if (wasSteady || this.#told.size >= mostReasons) this.#told.clear();
    this.#goodSince = undefined;
    const isNew = !this.#told.has(reason);
    this.#told.add(reason);
    return isNew;
  }

  /** Counts a failure. Returns the delay (ms) of the next start. */
  delay(): number {
    const delay = Math.min(this.#options.longest, this.#options.first * 2 ** this.#failures);
    this.#failures += 1;
    return delay;
  }

  /** Makes the next delay the first again, since the circumstances changed. */
  restart(): void {
    this.#failures = 0;
  }
}
