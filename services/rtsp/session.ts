import { randomBytes } from 'node:crypto';
import type { PlayPoint, RtpSubscription, RtpTarget } from '../../hal/ports/rtp-stream.ts';
import type { RtcpMessage } from './rtcp.ts';
import type { Presentation, Track } from './server-options.ts';
import { nextState, type SessionMethod, type SessionState } from './states.ts';
import { RtspError } from './status.ts';

/** A track that was set up, on its way to one receiver. */
export interface Delivery {
  readonly track: Track;
  readonly target: RtpTarget;
  readonly subscription: RtpSubscription;
  /** Where RTCP of the receiver comes from over UDP, `address port`. */
  readonly rtcpSource: string | undefined;
}

export interface StartedDelivery {
  readonly delivery: Delivery;
  readonly point: PlayPoint;
}

/** An RTSP session (RFC 2326 3.4): the tracks a client set up, and their state. */
export class RtspSession {
  readonly id: string = randomBytes(12).toString('base64url').replace(/-/g, '.');
  readonly path: string;
  readonly presentation: Presentation;
  readonly user: string;
  readonly address: string;
  /** Connection that set it up; interleaved tracks end with it. */
  readonly owner: object;
  lastSeen: number;
  #state: SessionState = 'Init';
  #packetsSeen = 0;
  readonly #deliveries = new Map<string, Delivery>();

  constructor(options: {
    path: string;
    presentation: Presentation;
    user: string;
    address: string;
    owner: object;
    now: number;
  }) {
    this.path = options.path;
    this.presentation = options.presentation;
    this.user = options.user;
    this.address = options.address;
    this.owner = options.owner;
    this.lastSeen = options.now;
  }

  get state(): SessionState {
    return this.#state;
  }

  get deliveries(): readonly Delivery[] {
    return [...this.#deliveries.values()];
  }

  /** Throws 455 when the method is not valid now; returns the state it leads to. */
  next(method: SessionMethod): SessionState {
    const next = nextState(this.#state, method);
    if (next === undefined) throw new RtspError(455);
    return next;
  }

  /** Sets a track up, in place of an earlier delivery of it. */
  add(delivery: Delivery): void {
    const next = this.next('SETUP');
    this.#deliveries.get(delivery.track.control)?.subscription.close();
    this.#deliveries.set(delivery.track.control, delivery);
    this.#state = next;
  }

  /** Waits for the first frame of each delivery. The caller sends its reply, then calls `start` on the same list. */
  async play(deliveries: readonly Delivery[]): Promise<readonly StartedDelivery[]> {
    const next = this.next('PLAY');
    const points = await Promise.all(deliveries.map((delivery) => delivery.subscription.play()));
    this.#state = next;
    return deliveries.flatMap((delivery, index) => {
      const point = points[index];
      return point === undefined ? [] : [{ delivery, point }];
    });
  }

  start(deliveries: readonly Delivery[]): void {
    for (const delivery of deliveries) delivery.subscription.start();
  }

  pause(): void {
    this.#state = this.next('PAUSE');
    for (const delivery of this.deliveries) delivery.subscription.pause();
  }

  /** Ends one track; true when none is left. */
  remove(control: string): boolean {
    this.#deliveries.get(control)?.subscription.close();
    this.#deliveries.delete(control);
    return this.#deliveries.size === 0;
  }

  close(): void {
    for (const delivery of this.deliveries) delivery.subscription.close();
    this.#deliveries.clear();
    this.#state = 'Init';
  }

  /** A receiver's report keeps the session alive; a lost picture asks for a key frame (STR-24, STR-25). */
  feedback(messages: readonly RtcpMessage[], now: number): void {
    this.lastSeen = now;
    const sources = messages.flatMap((message) => {
      if (message.kind === 'picture-loss') return [message.source];
      return message.kind === 'full-intra-request' ? message.sources : [];
    });
    for (const { subscription, track } of this.deliveries) {
      if (sources.includes(subscription.ssrc)) track.stream.requestKeyFrame();
    }
  }

  /**
   * Whether the client is gone: no request and no report for the timeout. Over TCP, packets that the peer took are a
   * sign of life too, because not every client sends reports there.
   */
  expired(now: number): boolean {
    const tcp = this.deliveries.some((delivery) => delivery.target.kind === 'interleaved');
    const packets = this.deliveries.reduce((sum, { subscription }) => sum + subscription.counters().packets, 0);
    if (tcp && this.#state === 'Playing' && packets !== this.#packetsSeen) this.lastSeen = now;
    this.#packetsSeen = packets;
    return now - this.lastSeen > this.presentation.sessionTimeout * 1000;
  }
}
