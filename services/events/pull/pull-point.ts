import { baseNotificationFault } from '../base-notification-fault.ts';
import type { Notification } from '../notification.ts';
import type { SubscriptionFilter } from '../subscription-filter.ts';
import { NotificationQueue } from '../subscriptions/notification-queue.ts';
import type { Subscription, SubscriptionFacts } from '../subscriptions/subscription.ts';

/** PullMessages calls that may wait on one subscription: a client that lost its connection comes again before that is noticed. */
const waitingLimit = 4;
/** Milliseconds between two calls of a client that polls. */
const pollPause = 10_000;

interface Waiting {
  readonly limit: number;
  readonly resolve: (notifications: readonly Notification[]) => void;
}

/** A pull-point subscription: its filter, its queue, and the calls that wait on it. All times are monotonic milliseconds. */
export class PullPoint implements Subscription {
  readonly kind = 'pull';
  readonly id: string;
  readonly owner: string;
  readonly filter: SubscriptionFilter;
  end: number;
  /** Time of the last call of a client. */
  lastUsed: number;
  #pulled = false;
  readonly #queue = new NotificationQueue();
  #waiting: Waiting[] = [];

  constructor({ id, owner, filter, end, now }: SubscriptionFacts) {
    this.id = id;
    this.owner = owner;
    this.filter = filter;
    this.end = end;
    this.lastUsed = now;
  }

  isInUse(now: number): boolean {
    return this.#waiting.length > 0 || (this.#pulled && now - this.lastUsed < pollPause);
  }

  offer(notification: Notification): void {
    this.#queue.push(notification);
    this.#serve();
  }

  /**
   * Resolves at once when something is there, empty only at the timeout or when the call is given up. Fault:
   * UnableToGetMessages when too many calls wait already.
   */
  pull(limit: number, timeout: number, signal: AbortSignal): Promise<readonly Notification[]> {
    // A disconnected client must not consume messages of the next call.
    if (signal.aborted) return Promise.resolve([]);
    this.#pulled = true;
    if (this.#queue.length > 0) return Promise.resolve(this.#queue.take(limit));
    if (this.#waiting.length >= waitingLimit)
      return Promise.reject(baseNotificationFault('wsnt:UnableToGetMessagesFault'));
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
    this.#queue.clear();
    for (const waiting of this.#waiting.splice(0)) waiting.resolve([]);
  }

  /** Serves in a later turn, so that events published together arrive together. */
  #serve(): void {
    setImmediate(() => {
      const [first] = this.#waiting;
      if (first === undefined || this.#queue.length === 0) return;
      this.#waiting.shift();
      first.resolve(this.#queue.take(first.limit));
      if (this.#queue.length > 0) this.#serve();
    });
  }
}
