import type { RtpTransports, SrtpAlgorithm } from '../../../hal/ports/rtp-stream.ts';
import { newKey, StreamKeys } from './stream-keys.ts';

/** The device's own keys, one for each stream: all its receivers share it, so a frame is protected once (STR-100). */
export class DeviceKeys {
  readonly #transports: Pick<RtpTransports, 'openSrtp'>;
  readonly #byOwner = new Map<string, StreamKeys>();

  constructor(transports: Pick<RtpTransports, 'openSrtp'>) {
    this.#transports = transports;
  }

  /**
   * The key of a stream for the algorithm its configuration names; a new one when that has changed. Throws HalError.
   * @param owner token of the configuration: there are no more keys than configurations
   */
  of(owner: string, algorithm: SrtpAlgorithm): StreamKeys {
    const known = this.#byOwner.get(owner);
    if (known?.algorithm === algorithm && !known.isSpent) return known;
    const keys = new StreamKeys(this.#transports, newKey(algorithm));
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
