import { randomBytes } from 'node:crypto';
import type { UserLevel } from '../auth/user-level.ts';
import { baseNotificationFault } from './base-notification-fault.ts';
import type { Notification } from './notification.ts';
import { type NotificationMatcher, PullPoint } from './pull-point.ts';

/** Pull points of one user (capability MaxPullPoints) and of all users, so that one user leaves room for the others. */
export const pullPointLimits = { user: 16, all: 64 } as const;

/** A user who calls an operation of a subscription. */
export interface Caller {
  readonly name: string;
  readonly level: UserLevel;
}

interface NewPullPoint {
  readonly owner: string;
  readonly matches: NotificationMatcher;
  /** Milliseconds. */
  readonly lifetime: number;
}

/** All pull points of the device, on the monotonic clock: setting the time of day ends none of them. */
export class PullPoints {
  readonly #now: () => number;
  readonly #points = new Map<string, PullPoint>();
  /** Timers by id: they end a subscription whose client only waits. */
  readonly #timers = new Map<string, NodeJS.Timeout>();

  /** @param now monotonic milliseconds */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Fault: SubscribeCreationFailed when the table is full of subscriptions that are polled, or of other users. */
  create({ owner, matches, lifetime }: NewPullPoint): PullPoint {
    const now = this.#now();
    this.#expire();
    this.#makeRoom(owner, now);
    const id = randomBytes(16).toString('base64url');
    const point = new PullPoint({ id, owner, matches, end: now + lifetime, now });
    this.#points.set(id, point);
    this.#watch(point);
    return point;
  }

  /** Fault: ResourceUnknown for a subscription that is unknown, has expired, or is another user's. */
  find(id: string, { name, level }: Caller): PullPoint {
    this.#expire();
    const point = this.#points.get(id);
    if (point === undefined || (point.owner !== name && level !== 'Administrator'))
      throw baseNotificationFault('wsrf-r:ResourceUnknownFault');
    point.lastUsed = this.#now();
    return point;
  }

  /** A client has just had an answer. */
  touch(point: PullPoint): void {
    point.lastUsed = this.#now();
  }

  has(point: PullPoint): boolean {
    return this.#points.get(point.id) === point;
  }

  /** Milliseconds that a subscription has left. */
  left(point: PullPoint): number {
    return point.end - this.#now();
  }

  /** Moves the end, to later or sooner; a call that waits goes on to the new end. */
  renew(point: PullPoint, lifetime: number): void {
    point.end = this.#now() + lifetime;
    this.#watch(point);
  }

  /** A subscription that is polled lives for at least that many milliseconds more (ONVIF Core, create pull point subscription). */
  keepAlive(point: PullPoint, lifetime: number): void {
    point.end = Math.max(point.end, this.#now() + lifetime);
  }

  remove(point: PullPoint): void {
    clearTimeout(this.#timers.get(point.id));
    this.#timers.delete(point.id);
    this.#points.delete(point.id);
    point.close();
  }

  /** Ends the subscriptions of a user whose password was changed, or who was deleted. */
  removeOf(owner: string): void {
    for (const point of this.#of(owner)) this.remove(point);
  }

  offer(notification: Notification): void {
    this.#expire();
    for (const point of this.#points.values()) point.offer(notification);
  }

  close(): void {
    for (const point of this.#points.values()) this.remove(point);
  }

  #of(owner: string): readonly PullPoint[] {
    return [...this.#points.values()].filter((point) => point.owner === owner);
  }

  /**
   * Removes an unpolled subscription, the longest unused first: of the same user when that user has too many, else of the
   * user who has the most of them and more than this one.
   */
  #makeRoom(owner: string, now: number): void {
    const own = this.#of(owner);
    if (own.length >= pullPointLimits.user) this.#giveWay(own, now);
    else if (this.#points.size >= pullPointLimits.all) {
      const owners = new Set([...this.#points.values()].map((point) => point.owner));
      const most = [...owners].map((name) => this.#of(name)).sort((a, b) => b.length - a.length)[0] ?? [];
      this.#giveWay(most.length > own.length ? most : own, now);
    }
  }

  #giveWay(points: readonly PullPoint[], now: number): void {
    const [unused] = points.filter((point) => !point.isPolled(now)).sort((a, b) => a.lastUsed - b.lastUsed);
    if (unused === undefined) throw baseNotificationFault('wsnt:SubscribeCreationFailedFault');
    this.remove(unused);
  }

  #watch(point: PullPoint): void {
    clearTimeout(this.#timers.get(point.id));
    const left = this.left(point);
    if (left <= 0) this.remove(point);
    else this.#timers.set(point.id, setTimeout(() => this.#watch(point), left).unref());
  }

  #expire(): void {
    for (const point of this.#points.values()) if (this.left(point) <= 0) this.remove(point);
  }
}
