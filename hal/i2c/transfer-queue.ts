import { HalError } from '../ports/hal-error.ts';

/** Milliseconds a transfer may take. */
const transferMilliseconds = 500;
/** Transfers that may wait. */
const waitingLimit = 64;

interface Waiting {
  readonly name: string;
  readonly start: () => void;
  readonly refuse: (error: HalError) => void;
}

/**
 * Transfers of one adapter, one at a time and in order. One that hangs in the kernel cannot be called back and keeps a thread
 * of the pool; so nothing else is started until it returns, and what waits is refused at once: never more than one thread.
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

  /** Rejects with what `action` rejects with, with HalError 'io' after 500 ms, with 'busy' when 64 wait. */
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
        // An answer that came while our own process was busy is taken first: timers run before answers.
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

  /** Calls back when nothing runs or waits: at once, or never when a transfer hangs for ever. */
  whenIdle(action: () => void): void {
    if (this.#running) this.#onIdle.push(action);
    else action();
  }

  #hangs(name: string): HalError {
    return new HalError('io', `${name}: a transfer before it hangs on ${this.#adapter}; is a line held low?`);
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
