import { type Notification, notification } from '../../../services/events/notification.ts';
import type { SubscriptionFilter } from '../../../services/events/subscription-filter.ts';

/** A notification that tests tell from others by its number. */
export function notice(number: number, topic = 'tns1:Test/Number'): Notification {
  return notification({ topic, source: {}, data: { Number: number } }, new Date(0));
}

export function numbersOf(notifications: readonly Notification[]): readonly number[] {
  return notifications.map(({ items }) => Number(items[0]?.Value));
}

/** Longer than any test takes: what ends sooner ended for another reason. */
export const forever = 600_000;

export const staying: AbortSignal = new AbortController().signal;

/** Filter that lets everything through. */
export const everything: SubscriptionFilter = { matches: () => true, wantsTopic: () => true };
