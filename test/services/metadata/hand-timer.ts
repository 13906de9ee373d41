import type { Timer } from '../../../services/metadata/metadata-stream.ts';

/** A clock that tests turn by hand. */
export class HandTimer {
  #now = 0;
  #count = 0;
  readonly #waiting = new Map<number, { readonly at: number; readonly action: () => void }>();

  readonly after: Timer = (milliseconds, action) => {
    const id = this.#count++;
    this.#waiting.set(id, { at: this.#now + milliseconds, action });
    return () => this.#waiting.delete(id);
  };

  get now(): number {
    return this.#now;
  }

  /** Nothing is left to do. */
  get idle(): boolean {
    return this.#waiting.size === 0;
  }

  /** Everything that falls due within so many milliseconds, in order. */
  pass(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const [next] = [...this.#waiting].sort(([, a], [, b]) => a.at - b.at);
      if (next === undefined || next[1].at > end) break;
      this.#waiting.delete(next[0]);
      this.#now = next[1].at;
      next[1].action();
    }
    this.#now = end;
  }
}
