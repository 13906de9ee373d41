/** Longest sound (s) that waits to be played. */
const longest = 1;
/** Step of the RTP time (s) above which the sound starts anew, as in the jitter buffer. */
const jump = 2;
/** Assumed length (s) of a packet without a predecessor. */
const usual = 0.02;
/** Smallest mean interval (s) of packets, so that packets with false timestamps do not accumulate. */
const least = 0.001;

/**
 * Limit on the sound that waits for a speaker: sound that comes faster than it is played is dropped. The jitter buffer limits only the
 * time it holds, which is less than two packets of some codecs.
 */
export class PlaybackBound {
  readonly #clockRate: number;
  /** Newest RTP time. */
  #newest: number | undefined;
  /** Time of the clock (s) at which all admitted sound is played. */
  #soundEnd = 0;
  /** Time of the clock (s) at which all admitted packets are played, each counted with the smallest interval. */
  #packetsEnd = 0;

  constructor(clockRate: number) {
    this.#clockRate = clockRate;
  }

  /**
   * Whether a packet is admitted.
   * @param rtpTime of the packet
   * @param now seconds of a monotonic clock
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
