/** Seconds of sound that may wait to be played. */
const longest = 1;
/** A step of the RTP time beyond this is a new beginning: the jitter buffer starts afresh, too. */
const jump = 2;
/** Seconds of sound in the first packet of a beginning. */
const usual = 0.02;
/** Seconds between packets in the mean, at least: what lies about its time must not pile up either. */
const least = 0.001;

/**
 * Bounds what waits for a speaker: sound that comes faster than it can be played is left out. The jitter buffer itself
 * has a bound only by what it holds of time, and that is less than two packets of some codecs.
 */
export class PlaybackBound {
  readonly #clockRate: number;
  /** RTP time. */
  #newest: number | undefined;
  /** Seconds of the clock when all sound that was admitted is played. */
  #soundEnd = 0;
  /** The same, were each packet as short as can be. */
  #packetsEnd = 0;

  constructor(clockRate: number) {
    this.#clockRate = clockRate;
  }

  /**
   * Whether the packet may wait.
   * @param rtpTime of the packet
   * @param now seconds, of a clock that never goes back
   */
  admits(rtpTime: number, now: number): boolean {
    const step = ((rtpTime - (this.#newest ?? rtpTime)) | 0) / this.#clockRate;
    const begins = this.#newest === undefined || Math.abs(step) > jump;
    const soundEnd = Math.max(this.#soundEnd, now) + (begins ? usual : Math.max(step, 0));
    const packetsEnd = Math.max(this.#packetsEnd, now) + least;
    if (Math.max(soundEnd, packetsEnd) > now + longest) return false;
    if (begins || step > 0) this.#newest = rtpTime;
    this.#soundEnd = soundEnd;
    this.#packetsEnd = packetsEnd;
    return true;
  }
}
