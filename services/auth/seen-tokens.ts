/** A request that carries a UsernameToken. */
export interface TokenRequest {
  readonly address: string;
  /** A text that differs when the operation or its parameters differ. */
  readonly body: () => string;
  /** Whether the operation only reads (access classes READ_…). */
  readonly reads: boolean;
}

interface Use {
  readonly address: string;
  /** Monotonic milliseconds of the first request. */
  readonly at: number;
  /** Bodies of requests with this token. */
  readonly bodies: Set<string>;
}

/** Milliseconds after its first use in which a token may come with another body; libonvif keeps one nonce and writes whole milliseconds. */
const repeatTime = 1000;
/** Bodies of one token. */
const mostBodies = 8;

interface SeenTokensOptions {
  /** Milliseconds for which a token is remembered. */
  readonly lifetime: number;
  /** Tokens remembered at once. */
  readonly capacity: number;
  /** Monotonic milliseconds. */
  readonly now: () => number;
}

/**
 * Tokens that were accepted, by the second in which they were created. When there are too many, the oldest second is
 * dropped and no token from before its end is accepted any more, so a dropped token can never be replayed.
 */
export class SeenTokens {
  readonly #options: SeenTokensOptions;
  readonly #seconds = new Map<number, { readonly uses: Map<string, Use>; until: number }>();
  #count = 0;
  /** Seconds up to this one were dropped; forgotten when no token of that time can be valid any more. */
  #dropped: { readonly second: number; readonly until: number } | undefined;

  constructor(options: SeenTokensOptions) {
    this.#options = options;
  }

  /**
   * False for a replay.
   * @param created milliseconds since 1970
   */
  accept(key: string, created: number, request: TokenRequest): boolean {
    const now = this.#options.now();
    this.#expire(now);
    const second = Math.floor(created / 1000);
    const known = this.#seconds.get(second)?.uses.get(key);
    if (known !== undefined) return this.#repeat(known, now, request);
    if (this.#dropped !== undefined && second <= this.#dropped.second) return false;
    this.#remember(second, key, { address: request.address, at: now, bodies: new Set([request.body()]) });
    return true;
  }

  #repeat(use: Use, now: number, { address, body, reads }: TokenRequest): boolean {
    if (!reads || address !== use.address || now - use.at > repeatTime) return false;
    const text = body();
    if (use.bodies.has(text) || use.bodies.size >= mostBodies) return false;
    use.bodies.add(text);
    return true;
  }

  #remember(second: number, key: string, use: Use): void {
    const until = use.at + this.#options.lifetime;
    const bucket = this.#seconds.get(second) ?? { uses: new Map<string, Use>(), until };
    bucket.uses.set(key, use);
    bucket.until = until;
    this.#seconds.set(second, bucket);
    this.#count += 1;
    if (this.#count > this.#options.capacity) this.#drop(Math.min(...this.#seconds.keys()), until);
  }

  #drop(second: number, until: number): void {
    this.#count -= this.#seconds.get(second)?.uses.size ?? 0;
    this.#seconds.delete(second);
    this.#dropped = { second: Math.max(second, this.#dropped?.second ?? second), until };
  }

  #expire(now: number): void {
    if (this.#dropped !== undefined && this.#dropped.until < now) this.#dropped = undefined;
    for (const [second, { uses, until }] of this.#seconds) {
      if (until >= now) continue;
      this.#count -= uses.size;
      this.#seconds.delete(second);
    }
  }
}
