/** Lines of one kind that are written at once, and how many milliseconds earn the next one. */
const burst = 20;
const interval = 3_000;
/** Kinds that are told apart; a text that holds foreign input would make a new one with each line. */
const mostKinds = 256;

interface Kind {
  left: number;
  /** When `left` was counted. */
  at: number;
  dropped: number;
}

/** Bounds how often lines of one kind are logged, so that nobody fills the log from outside. */
export class LogRate {
  readonly #kinds = new Map<string, Kind>();
  readonly #now: () => number;

  /** @param now milliseconds of a clock that is never set */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Number of lines dropped before this one, undefined where this one is to be dropped, too. */
  take(name: string): number | undefined {
    const kind = this.#kindOf(name);
    const now = this.#now();
    const earned = Math.floor((now - kind.at) / interval);
    kind.left = Math.min(burst, kind.left + earned);
    kind.at = kind.left === burst ? now : kind.at + earned * interval;
    if (kind.left === 0) {
      kind.dropped += 1;
      return undefined;
    }
    kind.left -= 1;
    const { dropped } = kind;
    kind.dropped = 0;
    return dropped;
  }

  #kindOf(name: string): Kind {
    const known = this.#kinds.get(name);
    if (known !== undefined) return known;
    const isOther = this.#kinds.size >= mostKinds;
    const kind = (isOther ? this.#kinds.get('') : undefined) ?? { left: burst, at: this.#now(), dropped: 0 };
    this.#kinds.set(isOther ? '' : name, kind);
    return kind;
  }
}
