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
  /** By id: what ends a subscription whose client only waits. */
  readonly #timers = new Map<string, NodeJS.Timeout>();

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
    this.#watch(point);
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

  /** A call that waits on it goes on to the new end. Fault: ResourceUnknown. */
  renew(id: string, terminationTime: number): PullPoint {
    const point = this.find(id);
    point.terminationTime = terminationTime;
    this.#watch(point);
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

  #watch(point: PullPoint): void {
    clearTimeout(this.#timers.get(point.id));
    const left = point.terminationTime - this.#now();
    if (left <= 0) this.#end(point);
    else this.#timers.set(point.id, setTimeout(() => this.#watch(point), left).unref());
  }

  #end(point: PullPoint): void {
    clearTimeout(this.#timers.get(point.id));
    this.#timers.delete(point.id);
    this.#points.delete(point.id);
    point.close();
  }

  #expire(): void {
    const now = this.#now();
    for (const point of this.#points.values()) if (point.terminationTime <= now) this.#end(point);
  }
}
