/** Moment of a picture or a tick. */
export interface Moment {
  /** Camera's clock, nanoseconds. */
  readonly time: bigint;
  /** Milliseconds since 1970. */
  readonly utc: number;
}

/** Longest time for which a scene that settles stops the delays, milliseconds. */
const longestSettling = 10_000;
/** A clock that goes back by more than that is another clock, nanoseconds. */
const sameClock = 2_000_000_000n;

/** Time of the scenes of one source: never falls, and delays do not pass while the scene settles. */
export class SceneTime {
  #last: Moment | undefined;
  #delayTime = 0;
  #settled = 0;

  get last(): Moment | undefined {
    return this.#last;
  }

  get delayTime(): number {
    return this.#delayTime;
  }

  /** Whether the scene has settled for so long that what was seen before is over. */
  get outdated(): boolean {
    return this.#settled >= longestSettling;
  }

  /** Goes on to a moment; returns it, or the last one where it lies before. `frozen`: delays do not pass. */
  advance(moment: Moment, frozen: boolean): Moment {
    const last = this.#last;
    // After a clock that went back, time goes on from there.
    if (last === undefined || last.time - moment.time > sameClock) {
      this.#last = moment;
      return moment;
    }
    if (moment.time <= last.time) return last;
    const passed = Number(moment.time - last.time) / 1e6;
    if (frozen) this.#settled += passed;
    else {
      this.#settled = 0;
      this.#delayTime += passed;
    }
    this.#last = moment;
    return moment;
  }
}
