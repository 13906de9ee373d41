import { HalError } from '../../ports/hal-error.ts';

/** Largest number of queries that wait for their turn. */
const queueLimit = 32;

interface Exchange<R> {
  readonly take: (reply: R) => boolean;
  readonly resolve: (reply: R) => void;
  readonly reject: (error: HalError) => void;
}

/** Queue of queries on a port that carries one at a time; each waits for its reply up to a limit. */
export class ReplyQueue<R> {
  readonly #name: string;
  readonly #timeout: number;
  #pending: Exchange<R> | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #length = 0;

  /** @param timeout longest time to a reply, ms */
  constructor(name: string, timeout: number) {
    this.#name = name;
    this.#timeout = timeout;
  }

  /** Delivers a received reply; false when no query waits for it. */
  offer(reply: R): boolean {
    const pending = this.#pending;
    if (pending === undefined || !pending.take(reply)) return false;
    this.#pending = undefined;
    pending.resolve(reply);
    return true;
  }

  /** Fails the query that waits for a reply. */
  fail(error: HalError): void {
    this.#pending?.reject(error);
  }

  /**
   * Sends a query and resolves with the first reply that `take` accepts. Rejects with HalError 'busy' (32 queries wait), 'io' (no
   * reply), and as `send` does.
   */
  async ask(send: () => Promise<void>, take: (reply: R) => boolean): Promise<R> {
    if (this.#length >= queueLimit) throw new HalError('busy', `${this.#name}: ${queueLimit} queries wait already`);
    this.#length += 1;
    const exchange = this.#last.then(() => this.#exchange(send, take));
    this.#last = exchange.catch(() => undefined);
    return exchange.finally(() => {
      this.#length -= 1;
    });
  }

  async #exchange(send: () => Promise<void>, take: (reply: R) => boolean): Promise<R> {
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<R>((resolve, reject) => {
        this.#pending = { take, resolve, reject };
        const remedy = 'check its power, its wires, its address and the baud rate';
        const none = new HalError('io', `${this.#name}: no answer within ${this.#timeout} ms; ${remedy}`);
        timer = setTimeout(() => reject(none), this.#timeout);
        send().catch(reject);
      });
    } finally {
      clearTimeout(timer);
      this.#pending = undefined;
    }
  }
}
