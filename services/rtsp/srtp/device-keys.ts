import type { RtpTransports, SrtpAlgorithm } from '../../../hal/ports/rtp-stream.ts';
import { newKey, StreamKeys } from './stream-keys.ts';

/** Milliseconds for which a key that nobody uses any more stays good for those who were told of it. */
const toldTime = 10_000;

/** The device's own keys, one for each stream: all its receivers share it, so a frame is protected once (STR-100). */
export class DeviceKeys {
  readonly #transports: Pick<RtpTransports, 'openSrtp'>;
  readonly #toldTime: number;
  readonly #now: () => number;
  readonly #byOwner = new Map<string, StreamKeys>();

  /** @param now milliseconds of a clock that is never set back */
  constructor(
    transports: Pick<RtpTransports, 'openSrtp'>,
    time: number = toldTime,
    now: () => number = () => performance.now(),
  ) {
    this.#now = now;
    this.#transports = transports;
    this.#toldTime = time;
  }

  /**
   * The key of a stream for the algorithm its configuration names; a new one when that has changed, and when all receivers
   * of the old one have gone: clients that do not read the roll-over counter begin at 0 (STR-102). Throws HalError.
   * @param owner token of the configuration: there are no more keys than configurations
   */
  of(owner: string, algorithm: SrtpAlgorithm): StreamKeys {
    const known = this.#byOwner.get(owner);
    if (known?.algorithm === algorithm && !known.isSpent && !known.isForsaken(this.#toldTime)) return known;
    const keys = new StreamKeys(this.#transports, newKey(algorithm), { now: this.#now });
    known?.retire();
    this.#byOwner.set(owner, keys);
    return keys;
  }

  /** Forgets the keys of configurations that are gone. */
  keep(isOwner: (owner: string) => boolean): void {
    for (const [owner, keys] of this.#byOwner) {
      if (isOwner(owner)) continue;
      this.#byOwner.delete(owner);
      keys.retire();
    }
  }

  close(): void {
    this.keep(() => false);
  }
}
