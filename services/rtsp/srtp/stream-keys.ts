import { randomBytes, randomInt } from 'node:crypto';
import type { RtpTransports, SrtpAlgorithm, SrtpContext, SrtpKey } from '../../../hal/ports/rtp-stream.ts';
import { encodeMikey } from '../mikey/encode.ts';
import type { MikeyMessage } from '../mikey/message.ts';
import { mikeyKeyOf, policyOf, srtpForms, srtpKeyOf } from '../mikey/srtp-policy.ts';

/** Octets of the MKIs we choose. */
const mkiLength = 4;
/** Seconds from 1900 to 1970. */
const ntpEpoch = 2_208_988_800n;

function ntpNow(): bigint {
  const now = BigInt(Date.now());
  return ((now / 1000n + ntpEpoch) << 32n) | (((now % 1000n) << 32n) / 1000n);
}

export function newKey(algorithm: SrtpAlgorithm): SrtpKey {
  const { key, salt } = srtpForms[algorithm];
  return { algorithm, master: randomBytes(key + salt), mki: randomBytes(mkiLength) };
}

interface StreamKeysOptions {
  readonly like?: SrtpContext;
  readonly now?: () => number;
}

/** The key of a stream, the context that protects with it, and how clients are told of it (STR-101). */
export class StreamKeys {
  readonly context: SrtpContext;
  readonly #bundle = randomInt(2 ** 32);
  readonly #random = randomBytes(16);
  readonly #transports: Pick<RtpTransports, 'openSrtp'>;
  readonly #told = new Set<number>();
  #key: SrtpKey;
  #withoutMki: StreamKeys | undefined;
  #isSpent = false;
  #users = 0;
  /** Whether the key had users, and when a client was last told of it or used it (ms). */
  #wasUsed = false;
  #lastKnown: number;
  readonly #now: () => number;
  #retired = false;

  /**
   * Throws HalError for a key the native side cannot use.
   * @param options.like a context with the same master
   * @param options.now milliseconds of a clock that is never set back
   */
  constructor(transports: Pick<RtpTransports, 'openSrtp'>, key: SrtpKey, options: StreamKeysOptions = {}) {
    this.#now = options.now ?? (() => performance.now());
    this.#lastKnown = this.#now();
    this.#key = key;
    this.#transports = transports;
    this.context = transports.openSrtp(key, options.like);
  }

  get algorithm(): SrtpAlgorithm {
    return this.#key.algorithm;
  }

  /** Sessions that send or receive with it. */
  get users(): number {
    return this.#users;
  }

  /** Whether the key is spent for new receivers: packets of a past one could come again under the same index. */
  get isSpent(): boolean {
    return this.#isSpent;
  }

  /**
   * The same key for receivers that cannot read an MKI. Its packets are those with MKI but for that, as long as both count
   * from the beginning: undefined once a sequence has gone round, and when its last user has gone a new key is due.
   */
  withoutMki(): StreamKeys | undefined {
    if (this.#withoutMki !== undefined && !this.#withoutMki.isRetired) return this.#withoutMki;
    if (this.#isSpent || [...this.#told].some((ssrc) => this.context.rolloverCounter(ssrc) > 0)) return undefined;
    const keys = new StreamKeys(
      this.#transports,
      { ...this.#key, mki: new Uint8Array() },
      {
        like: this.context,
        now: this.#now,
      },
    );
    this.#withoutMki = keys;
    return keys;
  }

  get isRetired(): boolean {
    return this.#retired;
  }

  /** Whether the key was used, has no users now, and was told to no client for that time (ms). */
  isForsaken(time: number): boolean {
    return this.#wasUsed && this.#users <= 0 && this.#now() - this.#lastKnown > time;
  }

  /** No new key for those who have this one; the next who ask get another. */
  spend(): void {
    this.#isSpent = true;
  }

  retain(): this {
    this.#users += 1;
    this.#wasUsed = true;
    return this;
  }

  release(): void {
    this.#users -= 1;
    this.#lastKnown = this.#now();
    if (this.#retired && this.#users <= 0) this.context.close();
  }

  /** No new users; the context is closed when the last one has gone. */
  retire(): void {
    if (this.#retired) return;
    this.#retired = true;
    if (this.#users <= 0) this.context.close();
  }

  /** Takes the new key of a re-key message; roll-over counters go on (STR-102). Throws MikeyError, HalError. */
  rekey(message: MikeyMessage): void {
    const told = srtpKeyOf(message, this.algorithm);
    const key = told.mki.length === 0 ? { ...told, mki: randomBytes(mkiLength) } : told;
    this.context.rekey(key);
    this.#key = key;
  }

  /** base64 of the MIKEY message for that SSRC, with its present roll-over counter (STR-102). */
  message(ssrc: number): string {
    this.#told.add(ssrc);
    this.#lastKnown = this.#now();
    const session = { policy: 0, ssrc, rolloverCounter: this.context.rolloverCounter(ssrc) };
    return encodeMikey({
      bundle: this.#bundle,
      sessions: [session],
      time: ntpNow(),
      random: this.#random,
      policies: [policyOf(this.algorithm)],
      keys: [mikeyKeyOf(this.#key)],
    }).toString('base64');
  }
}
