import { randomBytes } from 'node:crypto';
import type { UserLevel } from '../../auth/user-level.ts';
import { baseNotificationFault } from '../base-notification-fault.ts';
import type { Notification } from '../notification.ts';
import type { SubscriptionFilter } from '../subscription-filter.ts';
import type { Subscription, SubscriptionFacts, SubscriptionKind } from './subscription.ts';

/**
 * Subscriptions of one user (capabilities MaxPullPoints and MaxNotificationProducers) and of all users, so that one user leaves
 * room for the others.
 */
export const subscriptionLimits: Readonly<Record<SubscriptionKind, { readonly user: number; readonly all: number }>> = {
  pull: { user: 16, all: 64 },
  push: { user: 16, all: 32 },
};

/** A user who calls an operation of a subscription. */
export interface Caller {
  readonly name: string;
  readonly level: UserLevel;
}

interface NewSubscription<One extends Subscription> {
  readonly kind: One['kind'];
  readonly owner: string;
  readonly filter: SubscriptionFilter;
  /** Milliseconds. */
  readonly lifetime: number;
  readonly make: (facts: SubscriptionFacts) => One;
}

/** All subscriptions of clients, on the monotonic clock: setting the time of day ends none of them. */
export class SubscriptionTable {
  readonly #now: () => number;
  readonly #onEnd: () => void;
  readonly #all = new Map<string, Subscription>();
  /** Timers by id: they end a subscription whose client only waits. */
  readonly #timers = new Map<string, NodeJS.Timeout>();

  /** @param now monotonic milliseconds  @param onEnd called after a subscription has ended */
  constructor(now: () => number, onEnd: () => void = () => undefined) {
    this.#now = now;
    this.#onEnd = onEnd;
  }

  /** Whether a subscription wants messages of the topic. */
  wantsTopic(topic: string): boolean {
    return [...this.#all.values()].some(({ filter }) => filter.wantsTopic(topic));
  }

  /** Fault: SubscribeCreationFailed when the table is full of subscriptions that are in use, or of other users. */
  create<One extends Subscription>({ kind, owner, filter, lifetime, make }: NewSubscription<One>): One {
    const now = this.#now();
    this.#expire();
    this.#makeRoom(kind, owner, now);
    const id = randomBytes(16).toString('base64url');
    const made = make({ id, owner, filter, end: now + lifetime, now });
    this.#all.set(id, made);
    this.#watch(made);
    return made;
  }

  /** Fault: ResourceUnknown for a subscription that is unknown, has expired, or is another user's. */
  find(id: string, { name, level }: Caller): Subscription {
    this.#expire();
    const one = this.#all.get(id);
    if (one === undefined || (one.owner !== name && level !== 'Administrator'))
      throw baseNotificationFault('wsrf-r:ResourceUnknownFault');
    one.lastUsed = this.#now();
    return one;
  }

  /** A client has just had an answer. */
  touch(one: Subscription): void {
    one.lastUsed = this.#now();
  }

  has(one: Subscription): boolean {
    return this.#all.get(one.id) === one;
  }

  /** Milliseconds that a subscription has left. */
  left(one: Subscription): number {
    return one.end - this.#now();
  }

  /** Moves the end, to later or sooner; a call that waits goes on to the new end. */
  renew(one: Subscription, lifetime: number): void {
    one.end = this.#now() + lifetime;
    this.#watch(one);
  }

  /** A subscription that a client pulls from lives for at least that many milliseconds more (ONVIF Core, create pull point subscription). */
  keepAlive(one: Subscription, lifetime: number): void {
    one.end = Math.max(one.end, this.#now() + lifetime);
  }

  remove(one: Subscription): void {
    clearTimeout(this.#timers.get(one.id));
    this.#timers.delete(one.id);
    this.#all.delete(one.id);
    one.close();
    this.#onEnd();
  }

  /** Ends the subscriptions of a user whose password was changed, or who was deleted. */
  removeOf(owner: string): void {
    for (const one of this.#of(owner)) this.remove(one);
  }

  offer(notification: Notification): void {
    this.#expire();
    for (const one of this.#all.values()) if (one.filter.matches(notification)) one.offer(notification);
  }

  close(): void {
    for (const one of this.#all.values()) this.remove(one);
  }

  #of(owner: string, kind?: SubscriptionKind): readonly Subscription[] {
    return [...this.#all.values()].filter((one) => one.owner === owner && (kind === undefined || one.kind === kind));
  }

  /**
   * Removes an unused subscription of that kind, the longest unused first: of the same user when that user has too many, else of
   * the user who has the most of them and more than this one.
   */
  #makeRoom(kind: SubscriptionKind, owner: string, now: number): void {
    const limits = subscriptionLimits[kind];
    const own = this.#of(owner, kind);
    const all = [...this.#all.values()].filter((one) => one.kind === kind);
    if (own.length >= limits.user) this.#giveWay(own, now);
    else if (all.length >= limits.all) {
      const owners = new Set(all.map((one) => one.owner));
      const most = [...owners].map((name) => this.#of(name, kind)).sort((a, b) => b.length - a.length)[0] ?? [];
      this.#giveWay(most.length > own.length ? most : own, now);
    }
  }

  #giveWay(candidates: readonly Subscription[], now: number): void {
    const [unused] = candidates.filter((one) => !one.isInUse(now)).sort((a, b) => a.lastUsed - b.lastUsed);
    if (unused === undefined) throw baseNotificationFault('wsnt:SubscribeCreationFailedFault');
    this.remove(unused);
  }

  #watch(one: Subscription): void {
    clearTimeout(this.#timers.get(one.id));
    const left = this.left(one);
    if (left <= 0) this.remove(one);
    else this.#timers.set(one.id, setTimeout(() => this.#watch(one), left).unref());
  }

  #expire(): void {
    for (const one of this.#all.values()) if (this.left(one) <= 0) this.remove(one);
  }
}
