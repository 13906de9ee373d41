import { addon, type SubscriberHandle } from '../../native/addon.ts';
import { HalError } from '../../ports/hal-error.ts';
import type { PlayPoint, RtpSubscription, SubscriptionCounters } from '../../ports/rtp-stream.ts';

/** Native subscriber with the promise of its play point. */
export class Subscription implements RtpSubscription {
  readonly ssrc: number;
  readonly #handle: SubscriberHandle;
  readonly #playTimeout: number;
  readonly #onClose: (subscription: Subscription) => void;
  #waiting: Promise<PlayPoint> | undefined;
  #reject: ((error: HalError) => void) | undefined;
  #closed = false;

  /** @param playTimeout longest time (ms) that play() waits for a first frame */
  constructor(
    handle: SubscriberHandle,
    ssrc: number,
    playTimeout: number,
    onClose: (subscription: Subscription) => void,
  ) {
    this.#handle = handle;
    this.ssrc = ssrc;
    this.#playTimeout = playTimeout;
    this.#onClose = onClose;
  }

  /** Requests a play point; concurrent calls get the same one. */
  play(): Promise<PlayPoint> {
    if (this.#closed) return Promise.reject(new HalError('gone', 'the subscription is closed'));
    this.#waiting ??= this.#requestPoint();
    return this.#waiting;
  }

  #requestPoint(): Promise<PlayPoint> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#giveUp(), this.#playTimeout);
      const settle = (): void => {
        clearTimeout(timer);
        this.#reject = undefined;
        this.#waiting = undefined;
      };
      this.#reject = (error) => {
        settle();
        reject(error);
      };
      addon.play(this.#handle, (sequence, rtpTime, wallClock) => {
        settle();
        resolve({ sequence, rtpTime, wallClock });
      });
    });
  }

  start(): void {
    addon.start(this.#handle);
  }

  pause(): void {
    addon.pause(this.#handle);
    this.fail(new HalError('gone', 'paused'));
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    addon.closeSubscriber(this.#handle);
    this.fail(new HalError('gone', 'the subscription is closed'));
    this.#onClose(this);
  }

  counters(): SubscriptionCounters {
    return addon.counters(this.#handle);
  }

  /** Rejects a waiting play(). */
  fail(error: HalError): void {
    this.#reject?.(error);
  }

  #giveUp(): void {
    addon.pause(this.#handle);
    this.fail(new HalError('io', `no frame within ${this.#playTimeout} ms`));
  }
}
