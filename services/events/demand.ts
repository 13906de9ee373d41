interface Interest {
  wantsTopic(topic: string): boolean;
}

interface Watch {
  readonly topics: readonly string[];
  readonly tell: (wanted: boolean) => void;
  wanted: boolean;
}

/** Topics that subscribers want, so that a publisher measures only what somebody is told. */
export class Demand {
  readonly #interests = new Set<Interest>();
  readonly #watches = new Set<Watch>();

  /**
   * Calls `tell` with true before the first subscriber of one of the topics is there, so that it finds a fresh state, and with false
   * after the last one left. Returns how to end it.
   */
  watch(topics: readonly string[], tell: (wanted: boolean) => void): () => void {
    const watch: Watch = { topics, tell, wanted: false };
    this.#watches.add(watch);
    this.review();
    return () => this.#watches.delete(watch);
  }

  /** Makes room for a subscriber: publishers begin before `add` has made it, and end where it fails. */
  during<T>(interest: Interest, add: () => T): T {
    this.#interests.add(interest);
    this.review();
    try {
      return add();
    } finally {
      this.#interests.delete(interest);
      this.review();
    }
  }

  /** Returns how to end the interest. */
  add(interest: Interest): () => void {
    this.#interests.add(interest);
    this.review();
    return () => {
      this.#interests.delete(interest);
      this.review();
    };
  }

  /** Compares what is wanted with what publishers were told. */
  review(): void {
    for (const watch of this.#watches) {
      const wanted = watch.topics.some((topic) => [...this.#interests].some((one) => one.wantsTopic(topic)));
      if (wanted === watch.wanted) continue;
      watch.wanted = wanted;
      watch.tell(wanted);
    }
  }
}
