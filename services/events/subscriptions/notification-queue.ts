import type { Notification } from '../notification.ts';

/** Most notifications that wait for one client. */
const queueLimit = 1024;

/**
 * Notifications on their way to one client, bounded. A full queue drops the oldest that a later state of the same property has
 * overtaken, or that is no property; so a slow client still learns the present state of each property.
 */
export class NotificationQueue {
  #items: Notification[] = [];
  readonly #limit: number;

  constructor(limit: number = queueLimit) {
    this.#limit = limit;
  }

  get length(): number {
    return this.#items.length;
  }

  push(notification: Notification): void {
    this.#items.push(notification);
    if (this.#items.length > this.#limit) this.#dropOne();
  }

  /** Removes the oldest, at most that many. */
  take(limit: number): readonly Notification[] {
    return this.#items.splice(0, limit);
  }

  /** Puts what could not be delivered back to the front. */
  putBack(notifications: readonly Notification[]): void {
    this.#items = [...notifications, ...this.#items];
    while (this.#items.length > this.#limit) this.#dropOne();
  }

  clear(): void {
    this.#items = [];
  }

  #dropOne(): void {
    const newest = new Map<string, number>();
    this.#items.forEach(({ property }, index) => {
      if (property !== undefined) newest.set(property, index);
    });
    const index = this.#items.findIndex(({ property }, at) => property === undefined || newest.get(property) !== at);
    this.#items.splice(Math.max(index, 0), 1);
  }
}
