/** Seconds from 1900 to 1970. */
const ntpEpoch = 2_208_988_800;

interface Described {
  readonly text: string;
  readonly version: number;
}

/**
 * Versions of session descriptions (RFC 4566 5.2, sess-version): the same while a description stays the same, higher after
 * each change. They begin with the NTP time, so that they rise over a restart too.
 */
export class DescriptionVersions {
  readonly #known = new Map<string, Described>();
  readonly #wallClock: () => number;
  #highest = 0;

  /** @param wallClock ms since 1970 */
  constructor(wallClock: () => number = Date.now) {
    this.#wallClock = wallClock;
  }

  /**
   * Version of a description.
   * @param name path, and which form of its description: there are a few of them for each path
   * @param text without what differs from one reply to the next
   */
  of(name: string, text: string): number {
    const known = this.#known.get(name);
    if (known?.text === text) return known.version;
    this.#highest = Math.max(this.#highest + 1, Math.floor(this.#wallClock() / 1000) + ntpEpoch);
    this.#known.set(name, { text, version: this.#highest });
    return this.#highest;
  }

  /** Forgets paths that are gone. */
  keep(isKept: (name: string) => boolean): void {
    for (const name of [...this.#known.keys()]) if (!isKept(name)) this.#known.delete(name);
  }
}
