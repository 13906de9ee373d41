import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

type NonceVerdict = 'fresh' | 'stale' | 'foreign' | 'replayed';

interface Use {
  readonly issued: number;
  highest: number;
  /** Counts below the highest that were seen, within the window. */
  readonly seen: Set<number>;
  /** Where the nonce was used without count; such a nonce takes no counts. */
  readonly uncounted: { readonly connection: WeakRef<object> | undefined } | undefined;
}

/** Counts of a client that sends requests on several connections may arrive out of order by this much. */
const window = 512;

/**
 * Nonces carry their own time and proof (HMAC over a secret of the process), so that issuing one costs no memory. Only
 * nonces in use are remembered. When that table is full the oldest is dropped and every nonce not younger than it turns
 * stale, so a dropped nonce can never be replayed (RFC 7616 5.4, 5.5).
 */
export class Nonces {
  readonly #key = randomBytes(32);
  readonly #uses = new Map<string, Use>();
  readonly #lifetime: number;
  readonly #capacity: number;
  readonly #now: () => number;
  #forgotten = -1;
  #issuedUnder = 0;

  constructor(options: { readonly lifetime: number; readonly capacity: number; readonly now: () => number }) {
    this.#lifetime = options.lifetime;
    this.#capacity = options.capacity;
    this.#now = options.now;
  }

  issue(): string {
    this.#issuedUnder += 1;
    const body = Buffer.alloc(16);
    body.writeUIntBE(this.#now(), 0, 6);
    body.writeUIntBE(this.#issuedUnder % 2 ** 48, 6, 6);
    randomBytes(4).copy(body, 12);
    return Buffer.concat([body, this.#proof(body)]).toString('base64url');
  }

  /**
   * @param count the nonce count, undefined for credentials without qop. Such a nonce is good for one request, or for all
   * requests of the connection where it is used first.
   */
  check(nonce: string, count: number | undefined, connection?: object): NonceVerdict {
    const known = this.#uses.get(nonce);
    const issued = known?.issued ?? this.#issuedAt(nonce);
    if (issued === undefined) return 'foreign';
    if (this.#now() - issued > this.#lifetime || issued > this.#now() + 1000) return 'stale';
    if (known === undefined && issued <= this.#forgotten) return 'stale';
    if (count === undefined) return this.#useUncounted(nonce, known, issued, connection);
    if (known?.uncounted !== undefined) return 'replayed';
    return this.#use(
      nonce,
      known ?? this.#remember(nonce, { issued, highest: 0, seen: new Set(), uncounted: undefined }),
      count,
    );
  }

  #useUncounted(nonce: string, known: Use | undefined, issued: number, connection: object | undefined): NonceVerdict {
    if (known !== undefined) {
      if (connection === undefined || known.uncounted?.connection?.deref() !== connection) return 'replayed';
      this.#uses.delete(nonce);
      this.#uses.set(nonce, known);
      return 'fresh';
    }
    const uncounted = { connection: connection && new WeakRef(connection) };
    this.#remember(nonce, { issued, highest: 0, seen: new Set(), uncounted });
    return 'fresh';
  }

  #use(nonce: string, use: Use, count: number): NonceVerdict {
    if (count <= use.highest - window || use.seen.has(count) || count === use.highest) return 'replayed';
    use.seen.add(count);
    if (count > use.highest) {
      use.highest = count;
      if (use.seen.size > 2 * window) for (const old of use.seen) if (old <= count - window) use.seen.delete(old);
      this.#uses.delete(nonce);
      this.#uses.set(nonce, use);
    }
    return 'fresh';
  }

  #remember(nonce: string, use: Use): Use {
    this.#uses.set(nonce, use);
    if (this.#uses.size > this.#capacity) {
      const [oldest] = this.#uses;
      if (oldest !== undefined) {
        this.#uses.delete(oldest[0]);
        this.#forgotten = Math.max(this.#forgotten, oldest[1].issued);
      }
    }
    return use;
  }

  #issuedAt(nonce: string): number | undefined {
    const bytes = Buffer.from(nonce, 'base64url');
    if (bytes.length !== 32 || bytes.toString('base64url') !== nonce) return undefined;
    const body = bytes.subarray(0, 16);
    return timingSafeEqual(bytes.subarray(16), this.#proof(body)) ? body.readUIntBE(0, 6) : undefined;
  }

  #proof(body: Buffer): Buffer {
    return createHmac('sha256', this.#key).update(body).digest().subarray(0, 16);
  }
}
