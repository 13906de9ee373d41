import { HalError } from '../../ports/hal-error.ts';

/** Questions that may wait for their turn. */
const waiting = 32;

interface Exchange<R> {
  readonly take: (reply: R) => boolean;
  readonly resolve: (reply: R) => void;
  readonly reject: (error: HalError) => void;
}

/** Questions on a line where one is asked at a time: each waits for its reply, not longer than it may. */
export class ReplyQueue<R> {
  readonly #name: string;
  readonly #patience: number;
  #present: Exchange<R> | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #length = 0;

  /** @param patience ms a reply may take */
  constructor(name: string, patience: number) {
    this.#name = name;
    this.#patience = patience;
  }

  /** A reply has come; whether somebody waited for it. */
  offer(reply: R): boolean {
    const present = this.#present;
    if (present === undefined || !present.take(reply)) return false;
    this.#present = undefined;
    present.resolve(reply);
    return true;
  }

  /** Whoever waits for a reply waits in vain. */
  fail(error: HalError): void {
    this.#present?.reject(error);
  }

  /**
   * Sends, and resolves with the first reply that is taken. Rejects with HalError 'busy' (32 wait already), 'io' (no reply), and as
   * `send` does.
   */
  async ask(send: () => Promise<void>, take: (reply: R) => boolean): Promise<R> {
    if (this.#length >= waiting) throw new HalError('busy', `${this.#name}: ${waiting} questions wait already`);
    this.#length += 1;
    const asked = this.#last.then(() => this.#exchange(send, take));
    this.#last = asked.catch(() => undefined);
    return asked.finally(() => {
      this.#length -= 1;
    });
  }

  async #exchange(send: () => Promise<void>, take: (reply: R) => boolean): Promise<R> {
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<R>((resolve, reject) => {
        this.#present = { take, resolve, reject };
        const remedy = 'check its power, its wires, its address and the speed of the line';
        const none = new HalError('io', `${this.#name}: no answer within ${this.#patience} ms; ${remedy}`);
        timer = setTimeout(() => reject(none), this.#patience);
        send().catch(reject);
      });
    } finally {
      clearTimeout(timer);
      this.#present = undefined;
    }
  }
}
