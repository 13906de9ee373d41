import type { Clock } from '../../../hal/ports/clock.ts';
import type { Notification } from '../notification.ts';
import type { SubscriptionFilter } from '../subscription-filter.ts';
import { NotificationQueue } from '../subscriptions/notification-queue.ts';
import type { Subscription, SubscriptionFacts } from '../subscriptions/subscription.ts';

/** Most notifications of one Notify. */
const batchLimit = 128;
/** Milliseconds in which events that happen together are gathered. */
const gathering = 20;
/** Milliseconds after the first failure and at most; the pause doubles in between. */
const pauses = { first: 1_000, longest: 60_000 } as const;

/** Sends notifications to the consumer. Rejects when it did not take them, and when the signal is aborted. */
type Deliver = (notifications: readonly Notification[], signal: AbortSignal) => Promise<void>;

interface PushOptions {
  readonly deliver: Deliver;
  readonly clock: Clock;
  /** Called when the consumer begins to fail, and again with undefined when it takes messages again. */
  readonly onFailure: (error: unknown) => void;
}

/** Subscription of a client to which the camera sends what happens (WS-BaseNotification). One Notify is on its way at a time. */
export class PushSubscription implements Subscription {
  readonly kind = 'push';
  readonly id: string;
  readonly owner: string;
  readonly filter: SubscriptionFilter;
  end: number;
  lastUsed: number;
  readonly #options: PushOptions;
  readonly #queue = new NotificationQueue();
  readonly #ended = new AbortController();
  #started = false;
  #running = false;
  /** Deliveries that failed since the last one that succeeded. */
  #failures = 0;

  constructor({ id, owner, filter, end, now }: SubscriptionFacts, options: PushOptions) {
    this.id = id;
    this.owner = owner;
    this.filter = filter;
    this.end = end;
    this.lastUsed = now;
    this.#options = options;
  }

  /** A consumer that fails lets its subscription give way to another one. */
  isInUse(): boolean {
    return this.#failures === 0;
  }

  offer(notification: Notification): void {
    this.#queue.push(notification);
    this.#wake();
  }

  /** Begins to deliver: once the client has its answer, it knows the subscription that a Notify names. */
  start(): void {
    this.#started = true;
    this.#wake();
  }

  close(): void {
    this.#queue.clear();
    this.#ended.abort();
  }

  #wake(): void {
    if (!this.#started || this.#running || this.#ended.signal.aborted) return;
    this.#running = true;
    void this.#run();
  }

  async #run(): Promise<void> {
    const { clock } = this.#options;
    const { signal } = this.#ended;
    await clock.wait(gathering, signal);
    while (this.#queue.length > 0 && !signal.aborted) {
      const taken = await this.#deliverSome(signal);
      if (!taken) await clock.wait(Math.min(pauses.first * 2 ** (this.#failures - 1), pauses.longest), signal);
    }
    this.#running = false;
  }

  /** After a failure single messages are tried: a consumer may refuse what is too large for it. */
  async #deliverSome(signal: AbortSignal): Promise<boolean> {
    const batch = this.#queue.take(this.#failures === 0 ? batchLimit : 1);
    try {
      await this.#options.deliver(batch, signal);
    } catch (error) {
      if (signal.aborted) return false;
      this.#queue.putBack(batch);
      this.#failures = Math.min(this.#failures + 1, 16);
      if (this.#failures === 1) this.#options.onFailure(error);
      return false;
    }
    if (this.#failures > 0) this.#options.onFailure(undefined);
    this.#failures = 0;
    this.lastUsed = this.#options.clock.now();
    return true;
  }
}
