/** Report block about one source (RFC 3550 6.4.1). */
export interface ReceptionReport {
  readonly source: number;
  /** 0..255, of 256 */
  readonly fractionLost: number;
  /** 24 bit, signed */
  readonly lost: number;
  /** 32 bit: cycles and sequence */
  readonly highest: number;
  /** Clock units */
  readonly jitter: number;
  /** 32 bit; 0 without sender report */
  readonly lastSenderReport: number;
  /** 1/65536 s since that report came */
  readonly delay: number;
}

/** Steps that still belong to the same sequence (RFC 3550 A.1). */
const [dropoutLimit, misorderLimit] = [3000, 100];

/** Counts what comes from one source, by the algorithms of RFC 3550 A.1, A.3 and A.8. */
export class Reception {
  readonly source: number;
  readonly #clockRate: number;
  #base: number;
  #highest: number;
  #cycles = 0;
  #received = 0;
  #expectedBefore = 0;
  #receivedBefore = 0;
  #jitter = 0;
  #transit: number | undefined;
  #report: { readonly time: number; readonly at: number } | undefined;

  /** @param clockRate Hz */
  constructor(source: number, sequence: number, clockRate: number) {
    this.source = source;
    this.#clockRate = clockRate;
    this.#base = sequence;
    this.#highest = sequence;
  }

  /** @param now milliseconds of a clock that is never set back */
  packet(sequence: number, rtpTime: number, now: number): void {
    const step = (sequence - this.#highest) & 0xffff;
    if (step < dropoutLimit) {
      if (sequence < this.#highest) this.#cycles += 0x10000;
      this.#highest = sequence;
    } else if (step <= 0x10000 - misorderLimit) this.#restart(sequence);
    this.#received += 1;
    this.#measure(rtpTime, now);
  }

  senderReport(time: number, now: number): void {
    this.#report = { time, at: now };
  }

  /** The report on what came since the last one. */
  report(now: number): ReceptionReport {
    const highest = this.#cycles + this.#highest;
    const expected = highest - this.#base + 1;
    const interval = expected - this.#expectedBefore;
    const missing = interval - (this.#received - this.#receivedBefore);
    this.#expectedBefore = expected;
    this.#receivedBefore = this.#received;
    const lost = Math.max(-0x800000, Math.min(0x7fffff, expected - this.#received));
    return {
      source: this.source,
      fractionLost: interval <= 0 || missing <= 0 ? 0 : Math.min(255, Math.floor((missing * 256) / interval)),
      lost,
      highest: highest % 2 ** 32,
      jitter: Math.floor(this.#jitter),
      lastSenderReport: this.#report?.time ?? 0,
      delay: this.#report === undefined ? 0 : Math.floor(((now - this.#report.at) * 65536) / 1000) % 2 ** 32,
    };
  }

  /** The sender began anew: what was lost before does not count. */
  #restart(sequence: number): void {
    this.#base = sequence;
    this.#highest = sequence;
    this.#cycles = 0;
    this.#received = 0;
    this.#expectedBefore = 0;
    this.#receivedBefore = 0;
    this.#transit = undefined;
  }

  #measure(rtpTime: number, now: number): void {
    const transit = (now * this.#clockRate) / 1000 - rtpTime;
    const change = Math.abs(transit - (this.#transit ?? transit));
    this.#transit = transit;
    // A step of half the range is a timestamp that went round, not jitter.
    if (change < 2 ** 31) this.#jitter += (change - this.#jitter) / 16;
  }
}
