import { addon, type HubHandle, type HubOptions } from '../../native/addon.ts';
import { subscribe } from '../../native/transports.ts';
import type { HalError } from '../../ports/hal-error.ts';
import type { RtpSubscription, RtpTarget } from '../../ports/rtp-stream.ts';
import type { EngineLimits } from '../pipeline/engine-limits.ts';
import { IdleTimeout } from '../pipeline/idle-timeout.ts';
import { Subscription } from './subscription.ts';

interface FanOutOptions extends HubOptions {
  readonly id: string;
  readonly limits: EngineLimits;
  readonly onCaps: (caps: Readonly<Record<string, string>>) => void;
  /** Called at the first use, and `stop` some time after the last one. */
  readonly start: () => void;
  readonly stop: () => void;
}

/** Hub with its subscriptions, common to all kinds of RTP streams. */
export class FanOut {
  readonly hub: HubHandle;
  readonly ssrc: number;
  readonly #use: IdleTimeout;
  readonly #limits: EngineLimits;
  readonly #subscriptions = new Set<Subscription>();

  constructor(options: FanOutOptions) {
    const { clockRate, unit, limits, start, stop } = options;
    this.#limits = limits;
    this.hub = addon.openHub(options.id, { clockRate, unit }, options.onCaps);
    this.ssrc = addon.ssrc(this.hub);
    this.#use = new IdleTimeout({ milliseconds: limits.linger, start, stop });
  }

  use(): () => void {
    return this.#use.use();
  }

  subscribe(target: RtpTarget): RtpSubscription {
    const handle = subscribe(this.hub, target);
    const end = this.use();
    const subscription = new Subscription(handle, this.ssrc, this.#limits.play, (closed) => {
      this.#subscriptions.delete(closed);
      end();
    });
    this.#subscriptions.add(subscription);
    return subscription;
  }

  /** Rejects all waiting play() calls. */
  fail(error: HalError): void {
    for (const subscription of this.#subscriptions) subscription.fail(error);
  }

  /** Closes all subscriptions (RTCP BYE) and the hub. */
  close(): void {
    for (const subscription of [...this.#subscriptions]) subscription.close();
    this.#use.stop();
    addon.closeHub(this.hub);
  }
}
