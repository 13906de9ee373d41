/** Talker that has a speaker. */
export interface Talker {
  /** The speaker is somebody else's from now on. */
  yield(): void;
}

interface Holder {
  readonly talker: Talker;
  /** Milliseconds of its last packet. */
  heard: number;
}

/** Milliseconds of silence after which a speaker is free again. */
const holdTime = 3000;

/**
 * Talkers by the speaker they have: one at a time. A speaker is taken with the first packet of sound and free again after a
 * silence; clients that vanish, or open a backchannel and say nothing, keep nobody out.
 */
export class Talkers {
  readonly #byOutput = new Map<string, Holder>();
  readonly #holdTime: number;

  /** @param time milliseconds of silence after which a speaker is free */
  constructor(time: number = holdTime) {
    this.#holdTime = time;
  }

  /**
   * Takes or keeps a speaker with a packet of sound; false while somebody else has it.
   * @param now milliseconds of a clock that is never set back
   */
  claim(output: string, talker: Talker, now: number): boolean {
    const holder = this.#byOutput.get(output);
    if (holder?.talker === talker) {
      holder.heard = now;
      return true;
    }
    if (holder !== undefined && !this.#isSilent(holder, now)) return false;
    holder?.talker.yield();
    this.#byOutput.set(output, { talker, heard: now });
    return true;
  }

  /** Frees the speaker of a talker that has been silent for too long. */
  sweep(output: string, talker: Talker, now: number): void {
    const holder = this.#byOutput.get(output);
    if (holder?.talker !== talker || !this.#isSilent(holder, now)) return;
    this.#byOutput.delete(output);
    talker.yield();
  }

  release(output: string, talker: Talker): void {
    if (this.#byOutput.get(output)?.talker === talker) this.#byOutput.delete(output);
  }

  #isSilent({ heard }: Holder, now: number): boolean {
    return now - heard > this.#holdTime;
  }
}
