import type { Notification } from './notification.ts';

export type NotificationMatcher = (notification: Notification) => boolean;

/** Notifications that wait for one client; the oldest gives way. */
const queueLimit = 512;
/** PullMessages calls that may wait on one subscription at once. */
const waitingLimit = 4;

interface Waiting {
  readonly limit: number;
  readonly resolve: (notifications: readonly Notification[]) => void;
}

/** A pull-point subscription: its filter, its queue, and the calls that wait on it. */
export class PullPoint {
  readonly id: string;
  readonly matches: NotificationMatcher;
  /** ms since 1970 */
  terminationTime: number;
  /** When a client last called. */
  lastUsed: number;
  #queue: Notification[] = [];
  #waiting: Waiting[] = [];

  constructor(options: { id: string; matches: NotificationMatcher; terminationTime: number; now: number }) {
    this.id = options.id;
    this.matches = options.matches;
    this.terminationTime = options.terminationTime;
    this.lastUsed = options.now;
  }

  /** Nobody waits on it: it may give way to a new subscription. */
  get idle(): boolean {
    return this.#waiting.length === 0;
  }

  offer(notification: Notification): void {
    if (!this.matches(notification)) return;
    this.#queue.push(notification);
    if (this.#queue.length > queueLimit) this.#queue.shift();
    this.#serve();
  }

  /** Resolves at once when something is there, empty only at the timeout or when the call is given up. */
  pull(limit: number, timeout: number, signal: AbortSignal): Promise<readonly Notification[]> {
    // Who is gone already takes nothing away from the next call.
    if (signal.aborted) return Promise.resolve([]);
    if (this.#queue.length > 0) return Promise.resolve(this.#take(limit));
    if (this.#waiting.length >= waitingLimit) this.#waiting.shift()?.resolve([]);
    return new Promise((resolve) => {
      const waiting: Waiting = {
        limit,
        resolve: (notifications) => {
          clearTimeout(timer);
          signal.removeEventListener('abort', giveUp);
          resolve(notifications);
        },
      };
      const giveUp = (): void => {
        this.#waiting = this.#waiting.filter((one) => one !== waiting);
        waiting.resolve([]);
      };
      const timer = setTimeout(giveUp, timeout);
      signal.addEventListener('abort', giveUp, { once: true });
      this.#waiting.push(waiting);
    });
  }

  close(): void {
    this.#queue = [];
    for (const waiting of this.#waiting.splice(0)) waiting.resolve([]);
  }

  #take(limit: number): readonly Notification[] {
    return this.#queue.splice(0, limit);
  }

  /** Served in a later turn, so that events published together arrive together. */
  #serve(): void {
    setImmediate(() => {
      const [first] = this.#waiting;
      if (first === undefined || this.#queue.length === 0) return;
      this.#waiting.shift();
      first.resolve(this.#take(first.limit));
      if (this.#queue.length > 0) this.#serve();
    });
  }
}
