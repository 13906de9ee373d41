import type {
  PlayPoint,
  RtcpListener,
  RtpStream,
  RtpSubscription,
  RtpTransports,
  SubscriptionCounters,
  UdpPair,
} from '../../../hal/ports/rtp-stream.ts';
import type { MulticastPlan } from '../../plan/desired-media.ts';
import type { StreamKeys } from '../srtp/stream-keys.ts';
import { familyOf } from './multicast-group.ts';

/** Properties of a sender: users with equal plans share it. */
export interface SenderPlan {
  readonly stream: RtpStream;
  readonly group: MulticastPlan;
  readonly from: string;
  readonly keys: StreamKeys | undefined;
  readonly isChosen: boolean;
}

type UserState = 'idle' | 'waiting' | 'sending';

/** Sends one stream to one group for all who use it: from the first that plays to the last that stops (STR-52). */
export class MulticastSender {
  readonly plan: SenderPlan;
  readonly #pair: UdpPair;
  readonly #subscription: RtpSubscription;
  readonly #users = new Map<RtpSubscription, UserState>();
  readonly #ended: (sender: MulticastSender) => void;
  #first: Promise<PlayPoint> | undefined;
  #joining: Promise<PlayPoint> | undefined;

  /** Throws HalError when the sockets cannot be had. */
  constructor(
    transports: RtpTransports,
    plan: SenderPlan,
    listeners: { readonly rtcp: RtcpListener; readonly ended: (sender: MulticastSender) => void },
  ) {
    const { stream, group, from, keys } = plan;
    this.plan = plan;
    this.#ended = listeners.ended;
    const family = familyOf(group.address);
    this.#pair = transports.openUdpPair({
      family,
      address: from,
      rtpPort: 0,
      onRtcp: listeners.rtcp,
      multicastTtl: group.ttl,
    });
    const { address, port } = group;
    const target = { kind: 'udp', pair: this.#pair, address, rtpPort: port, rtcpPort: port + 1 } as const;
    try {
      this.#subscription = stream.subscribe(keys === undefined ? target : { ...target, srtp: keys.retain().context });
    } catch (error) {
      this.#pair.close();
      keys?.release();
      throw error;
    }
  }

  get users(): number {
    return this.#users.size;
  }

  get isSending(): boolean {
    return [...this.#users.values()].includes('sending');
  }

  /** Adds a user; the sender ends with its last user. */
  join(): RtpSubscription {
    const user: RtpSubscription = {
      ssrc: this.#subscription.ssrc,
      play: () => this.#play(user),
      start: () => this.#start(user),
      pause: () => this.#pause(user),
      close: () => this.#leave(user),
      counters: (): SubscriptionCounters => this.#subscription.counters(),
    };
    this.#users.set(user, 'idle');
    return user;
  }

  async #play(user: RtpSubscription): Promise<PlayPoint> {
    if (this.isSending) return this.#present();
    this.#users.set(user, 'waiting');
    this.#first ??= this.#subscription.play();
    try {
      return await this.#first;
    } catch (error) {
      this.#first = undefined;
      if (this.#users.has(user)) this.#users.set(user, 'idle');
      throw error;
    }
  }

  /** Point of the running stream. A receiver that joins sees nothing before a key frame, so one is asked for. */
  #present(): Promise<PlayPoint> {
    this.#joining ??= this.#subscription.play().finally(() => {
      this.#joining = undefined;
    });
    this.plan.stream.requestKeyFrame();
    return this.#joining;
  }

  #start(user: RtpSubscription): void {
    if (!this.#users.has(user)) return;
    const wasSending = this.isSending;
    this.#users.set(user, 'sending');
    if (!wasSending) this.#subscription.start();
  }

  #pause(user: RtpSubscription): void {
    if (this.#users.has(user)) this.#users.set(user, 'idle');
    if ([...this.#users.values()].some((state) => state !== 'idle')) return;
    this.#first = undefined;
    this.#subscription.pause();
  }

  #leave(user: RtpSubscription): void {
    if (!this.#users.has(user)) return;
    if (this.#users.size > 1) {
      this.#pause(user);
      this.#users.delete(user);
      return;
    }
    this.#users.clear();
    this.#subscription.close();
    this.#pair.close();
    this.plan.keys?.release();
    this.#ended(this);
  }
}
