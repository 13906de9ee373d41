import { randomInt } from 'node:crypto';
import type { Logger } from 'pino';
import type { MediaEngine } from '../../../hal/ports/media-engine.ts';
import type { RtpTransports } from '../../../hal/ports/rtp-stream.ts';
import type { UnicastCarrier } from '../delivery/carrier.ts';
import type { MediaSection } from '../delivery/media-section.ts';
import { parseRtcp, type RtcpMessage } from '../rtcp.ts';
import type { Backchannel } from '../server-options.ts';
import type { Protection } from '../srtp/protection.ts';
import { Playback } from './playback.ts';
import { RateLimit } from './rate-limit.ts';
import { serializeReceiverReport } from './receiver-report.ts';
import { Reception } from './reception.ts';
import { parseRtpHeader, type RtpHeader } from './rtp-header.ts';
import type { Talker, Talkers } from './talkers.ts';

/** Octets of a packet, and packets a second, that are taken: twice as much as clients send. */
const backchannelLimits = { size: 2048, rate: 200 } as const;
/** Milliseconds between receiver reports (RFC 3550 6.2). */
const reportInterval = 5000;

export interface BackchannelSectionOptions {
  readonly carrier: UnicastCarrier;
  /** Backchannel of the profile as it is now: primacy and output may change while a client talks. */
  readonly backchannel: () => Backchannel | undefined;
  readonly control: string;
  readonly output: string;
  readonly protection: Protection | undefined;
  readonly speakers: Pick<MediaEngine, 'openPlayback'>;
  readonly transports: Pick<RtpTransports, 'sendRtcp'>;
  readonly talkers: Talkers;
  readonly log: Logger;
  /** Frees sockets that only this section uses. */
  readonly release: () => void;
}

/** Media section of the audio that a client sends to the speaker of the camera (STR-80..84). */
export class BackchannelSection implements MediaSection, Talker {
  readonly kind = 'backchannel';
  readonly control: string;
  readonly carrier: UnicastCarrier;
  readonly stream: string;
  readonly #options: BackchannelSectionOptions;
  readonly #ssrc = randomInt(2 ** 32);
  readonly #rate = new RateLimit(backchannelLimits.rate);
  readonly #playback: Playback;
  #reception: Reception | undefined;
  #isPlaying = false;
  #moved = false;
  #heard = Number.NEGATIVE_INFINITY;
  #reported = Number.NEGATIVE_INFINITY;

  constructor(options: BackchannelSectionOptions) {
    this.#options = options;
    this.control = options.control;
    this.carrier = options.carrier;
    this.stream = options.output;
    this.#playback = new Playback(options.speakers, options.output, options.log);
  }

  /** Primacy of the profile now; undefined when it has lost its backchannel. */
  get primacy(): Backchannel['primacy'] | undefined {
    return this.#options.backchannel()?.primacy;
  }

  /** Milliseconds (of performance.now) when the last packet came that was played. */
  get heard(): number {
    return this.#heard;
  }

  isOf(): boolean {
    return false;
  }

  async play(): Promise<undefined> {
    return undefined;
  }

  start(): void {
    this.#isPlaying = true;
  }

  pause(): void {
    this.#isPlaying = false;
    this.#playback.close();
    this.#options.talkers.release(this.stream, this);
  }

  yield(): void {
    this.#playback.close();
  }

  close(): void {
    this.pause();
    this.#options.protection?.close();
    this.#options.release();
  }

  hasMoved(): boolean {
    const moved = this.#moved;
    this.#moved = false;
    return moved;
  }

  /** Drops packets that are too large, too many, not authentic or of no known format, and those of a talker without the speaker. */
  takeRtp(packet: Buffer): void {
    const now = performance.now();
    if (!this.#isPlaying || packet.length > backchannelLimits.size || !this.#rate.admit(now)) return;
    const plain = this.#unprotect(packet, 'unprotectRtp');
    const header = plain === undefined ? undefined : parseRtpHeader(plain);
    const backchannel = this.#options.backchannel();
    const format = backchannel?.formats.find(({ payloadType }) => payloadType === header?.payloadType);
    if (plain === undefined || header === undefined || format === undefined) return;
    this.#moved = true;
    this.#count(header, format.clockRate, now);
    if (backchannel?.output !== this.stream || backchannel.primacy === 'Server') return;
    if (!this.#options.talkers.claim(this.stream, this, now)) return;
    this.#heard = now;
    this.#playback.push(plain, format, now);
  }

  readRtcp(packet: Buffer): readonly RtcpMessage[] | undefined {
    const plain = this.#unprotect(packet, 'unprotectRtcp');
    return plain === undefined ? undefined : parseRtcp(plain);
  }

  feedback(messages: readonly RtcpMessage[]): void {
    for (const message of messages) {
      if (message.kind === 'sender-report' && message.ssrc === this.#reception?.source)
        this.#reception.senderReport(message.time, performance.now());
    }
  }

  tick(): void {
    const now = performance.now();
    this.#options.talkers.sweep(this.stream, this, now);
    if (!this.#isPlaying || this.#reception === undefined || now - this.#reported < reportInterval) return;
    this.#reported = now;
    this.#send(serializeReceiverReport(this.#ssrc, 'vedette', [this.#reception.report(now)]));
  }

  #unprotect(packet: Buffer, what: 'unprotectRtp' | 'unprotectRtcp'): Buffer | undefined {
    const { protection } = this.#options;
    if (protection === undefined) return packet;
    for (const context of protection.inbound) {
      const plain = context[what](packet);
      if (plain !== undefined) return plain;
    }
    return undefined;
  }

  #count({ ssrc, sequence, rtpTime }: RtpHeader, clockRate: number, now: number): void {
    if (this.#reception?.source !== ssrc) this.#reception = new Reception(ssrc, sequence, clockRate);
    this.#reception.packet(sequence, rtpTime, now);
  }

  #send(report: Buffer): void {
    const packet = this.#options.protection?.keys.context.protectRtcp(report) ?? report;
    const { carrier } = this;
    if (carrier.kind === 'udp')
      this.#options.transports.sendRtcp(carrier.pair, packet, carrier.address, carrier.ports[1]);
    else {
      const head = Buffer.from([0x24, carrier.channels[1], packet.length >> 8, packet.length & 0xff]);
      carrier.connection.send(Buffer.concat([head, packet]));
    }
  }
}
