import { randomBytes } from 'node:crypto';
import { baseNotificationFault } from './base-notification-fault.ts';
import type { Notification } from './notification.ts';
import { type NotificationMatcher, PullPoint } from './pull-point.ts';

/** Pull points at once; capability MaxPullPoints. */
export const pullPointLimit = 16;

/** All pull points of the device. */
export class PullPoints {
  readonly #now: () => number;
  readonly #points = new Map<string, PullPoint>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Makes room where the table is full: the one that has been idle longest gives way. */
  create(matches: NotificationMatcher, terminationTime: number): PullPoint {
    this.#expire();
    if (this.#points.size >= pullPointLimit) {
      const idle = [...this.#points.values()].sort(
        (a, b) => Number(b.idle) - Number(a.idle) || a.lastUsed - b.lastUsed,
      );
      if (idle[0] !== undefined) this.#end(idle[0]);
    }
    const point = new PullPoint({
      id: randomBytes(16).toString('base64url'),
      matches,
      terminationTime,
      now: this.#now(),
    });
    this.#points.set(point.id, point);
    return point;
  }

  /** Fault: ResourceUnknown for an unknown or expired one. */
  find(id: string): PullPoint {
    this.#expire();
    const point = this.#points.get(id);
    if (point === undefined) throw baseNotificationFault('wsrf-r:ResourceUnknownFault');
    point.lastUsed = this.#now();
    return point;
  }

  remove(id: string): void {
    this.#end(this.find(id));
  }

  offer(notification: Notification): void {
    this.#expire();
    for (const point of this.#points.values()) point.offer(notification);
  }

  close(): void {
    for (const point of this.#points.values()) this.#end(point);
  }

  #end(point: PullPoint): void {
    this.#points.delete(point.id);
    point.close();
  }

  #expire(): void {
    const now = this.#now();
    for (const point of this.#points.values()) if (point.terminationTime <= now) this.#end(point);
  }
}
