import { HalError } from '../ports/hal-error.ts';

/** Longest time of a transfer, ms. */
const transferMilliseconds = 500;
/** Largest number of waiting transfers. */
const waitingLimit = 64;

interface Waiting {
  readonly name: string;
  readonly start: () => void;
  readonly refuse: (error: HalError) => void;
}

/**
 * Queue of the transfers of one adapter, one at a time and in order. A transfer that hangs in the kernel cannot be cancelled and
 * occupies a thread of the pool, so no other starts until it returns: waiting and new transfers are refused at once.
 */
export class TransferQueue {
  readonly #adapter: string;
  #waiting: readonly Waiting[] = [];
  #running = false;
  #hanging = false;
  #onIdle: (() => void)[] = [];

  constructor(adapter: string) {
    this.#adapter = adapter;
  }

  /** Runs a transfer. Rejects as `action` does, with HalError 'io' after 500 ms, with 'busy' when 64 wait. */
  run<T>(name: string, action: () => Promise<T>): Promise<T> {
    if (this.#hanging) return Promise.reject(this.#hangs(name));
    if (this.#waiting.length >= waitingLimit) {
      return Promise.reject(new HalError('busy', `${name}: ${waitingLimit} transfers wait already`));
    }
    return new Promise((resolve, reject) => {
      const start = (): void => {
        let answered = false;
        const giveUp = (): void => {
          if (answered) return;
          reject(new HalError('io', `${name}: no answer within ${transferMilliseconds} ms; is a line held low?`));
          this.#hang();
        };
        // An answer that is ready already comes first: the event loop runs timers before answers.
        const timer = setTimeout(() => setImmediate(giveUp), transferMilliseconds);
        action()
          .then(resolve, reject)
          .finally(() => {
            answered = true;
            clearTimeout(timer);
            this.#next();
          });
      };
      this.#waiting = [...this.#waiting, { name, start, refuse: reject }];
      if (!this.#running) this.#next();
    });
  }

  /** Calls once nothing runs or waits; never while a transfer hangs. */
  whenIdle(action: () => void): void {
    if (this.#running) this.#onIdle.push(action);
    else action();
  }

  #hangs(name: string): HalError {
    return new HalError('io', `${name}: an earlier transfer hangs on ${this.#adapter}; is a line held low?`);
  }

  #hang(): void {
    this.#hanging = true;
    const refused = this.#waiting;
    this.#waiting = [];
    for (const { name, refuse } of refused) refuse(this.#hangs(name));
  }

  #next(): void {
    this.#hanging = false;
    const [first, ...rest] = this.#waiting;
    this.#waiting = rest;
    this.#running = first !== undefined;
    first?.start();
    if (first !== undefined) return;
    const waiters = this.#onIdle;
    this.#onIdle = [];
    for (const action of waiters) action();
  }
}
