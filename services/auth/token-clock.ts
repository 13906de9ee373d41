/** Milliseconds after a step of the clock in which tokens by the clock before it are accepted. */
const grace = 3_600_000;
/** Milliseconds between wall and monotonic clock that are no step. */
const drift = 2000;

/**
 * The wall clock for the age of tokens. Clients read the camera's time once and count on from it, so after a step of the
 * clock (NTP, SetSystemDateAndTime) their tokens still carry the time as it was before.
 */
export class TokenClock {
  readonly #now: () => number;
  readonly #uptime: () => number;
  #offset: number;
  #before: { readonly offset: number; readonly until: number } | undefined;

  /**
   * @param now milliseconds since 1970
   * @param uptime monotonic milliseconds
   */
  constructor(now: () => number, uptime: () => number) {
    this.#now = now;
    this.#uptime = uptime;
    this.#offset = now() - uptime();
  }

  /** The time now by the present clock, and by the one before the last step. */
  readings(): readonly number[] {
    const [now, uptime] = [this.#now(), this.#uptime()];
    if (Math.abs(now - uptime - this.#offset) > drift) {
      this.#before = { offset: this.#offset, until: uptime + grace };
      this.#offset = now - uptime;
    }
    if (this.#before === undefined || uptime > this.#before.until) return [now];
    return [now, uptime + this.#before.offset];
  }
}
