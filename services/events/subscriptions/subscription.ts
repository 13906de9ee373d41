import type { Notification } from '../notification.ts';
import type { SubscriptionFilter } from '../subscription-filter.ts';

export type NotificationMatcher = (notification: Notification) => boolean;

/** Forms in which clients subscribe: they pull messages, or the camera sends them. */
export type SubscriptionKind = 'pull' | 'push';

/** Facts that each subscription is made of. Times are monotonic milliseconds. */
export interface SubscriptionFacts {
  readonly id: string;
  /** Name of the user who created it. */
  readonly owner: string;
  readonly filter: SubscriptionFilter;
  readonly end: number;
  readonly now: number;
}

/** A client's subscription at the event service, as the table of all of them sees it. */
export interface Subscription {
  readonly kind: SubscriptionKind;
  readonly id: string;
  readonly owner: string;
  readonly filter: SubscriptionFilter;
  /** End of its life, in monotonic milliseconds. */
  end: number;
  /** Time of the last sign of its client. */
  lastUsed: number;
  /** A client takes its messages, so it must not give way to another subscription. */
  isInUse(now: number): boolean;
  /** Takes a notification that matches. */
  offer(notification: Notification): void;
  close(): void;
}
