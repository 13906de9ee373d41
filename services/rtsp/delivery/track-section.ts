import type { RtpStream, RtpSubscription } from '../../../hal/ports/rtp-stream.ts';
import { parseRtcp, type RtcpMessage } from '../rtcp.ts';
import type { Track } from '../server-options.ts';
import type { Protection } from '../srtp/protection.ts';
import type { Carrier } from './carrier.ts';
import type { MediaSection, StartPoint } from './media-section.ts';

/** Media section of a track that is sent to a client. */
export class TrackSection implements MediaSection {
  readonly track: Track;
  readonly carrier: Carrier;
  readonly subscription: RtpSubscription;
  readonly protection: Protection | undefined;
  #packets = 0;

  constructor(what: {
    readonly track: Track;
    readonly carrier: Carrier;
    readonly subscription: RtpSubscription;
    readonly protection: Protection | undefined;
  }) {
    this.track = what.track;
    this.carrier = what.carrier;
    this.subscription = what.subscription;
    this.protection = what.protection;
  }

  get control(): string {
    return this.track.control;
  }

  get kind(): Track['kind'] {
    return this.track.kind;
  }

  get stream(): string {
    return this.track.stream.id;
  }

  isOf(stream: RtpStream): boolean {
    return this.track.stream === stream;
  }

  async play(): Promise<StartPoint> {
    const point = await this.subscription.play();
    const { clockRate } = await this.track.stream.describe();
    return { ...point, clockRate };
  }

  start(): void {
    this.subscription.start();
  }

  pause(): void {
    this.subscription.pause();
  }

  close(): void {
    this.subscription.close();
    this.protection?.close();
  }

  hasMoved(): boolean {
    const { packets } = this.subscription.counters();
    const moved = packets !== this.#packets;
    this.#packets = packets;
    return moved;
  }

  takeRtp(): void {
    // A client sends no media on a track that it receives.
  }

  readRtcp(packet: Buffer): readonly RtcpMessage[] | undefined {
    if (this.protection === undefined) return parseRtcp(packet);
    for (const context of this.protection.inbound) {
      const plain = context.unprotectRtcp(packet);
      if (plain !== undefined) return parseRtcp(plain);
    }
    return undefined;
  }

  /** A lost picture asks for a key frame (STR-25, STR-57); the stream merges what many ask. */
  feedback(messages: readonly RtcpMessage[]): void {
    const { ssrc } = this.subscription;
    const wanted = messages.some(
      (message) =>
        (message.kind === 'picture-loss' && message.source === ssrc) ||
        (message.kind === 'full-intra-request' && message.sources.includes(ssrc)),
    );
    if (wanted) this.track.stream.requestKeyFrame();
  }

  tick(): void {
    // The native side sends the reports of what it sends.
  }
}
