import type { StreamConnection } from '../../hal/ports/rtp-stream.ts';
import type { AuthenticatedUser } from '../auth/digest.ts';
import type { RtspLimits } from './limits.ts';
import type { Link } from './links/link.ts';
import { type RtspReply, type RtspRequest, serializeReply } from './message.ts';
import { type RtspInput, RtspReader } from './reader.ts';
import type { RtspServerOptions } from './server-options.ts';
import { RtspError } from './status.ts';

export interface ConnectionHandlers {
  readonly request: (connection: RtspConnection, request: RtspRequest) => Promise<RtspReply>;
  /** A frame on a channel; only once packets are interleaved here. */
  readonly frame: (connection: StreamConnection, channel: number, packet: Buffer) => void;
  readonly closed: (connection: RtspConnection) => void;
}

/** One RTSP connection over any link: requests are answered one after the other, in the order they came. */
export class RtspConnection {
  readonly link: Link;
  /** Who proved to be on this connection; later requests without credentials are theirs. */
  user: AuthenticatedUser | undefined;
  lastSeen: number = Date.now();
  /** Runs once the reply to the present request is on its way. */
  afterReply: (() => void) | undefined;
  readonly #reader = new RtspReader();
  readonly #options: RtspServerOptions;
  readonly #limits: RtspLimits;
  readonly #handlers: ConnectionHandlers;
  readonly #waiting: RtspRequest[] = [];
  #answering = false;
  #ending = false;
  #partialSince: number | undefined;
  #adopted: StreamConnection | undefined;

  constructor(link: Link, options: RtspServerOptions, limits: RtspLimits, handlers: ConnectionHandlers) {
    this.link = link;
    this.#options = options;
    this.#limits = limits;
    this.#handlers = handlers;
  }

  get remoteAddress(): string {
    return this.link.remoteAddress;
  }

  get localAddress(): string {
    return this.link.localAddress;
  }

  /** Whether TLS protects it. */
  get secure(): boolean {
    return this.link.secure;
  }

  /** What packets are interleaved on; undefined before the first SETUP that wants it. */
  get output(): StreamConnection | undefined {
    return this.#adopted;
  }

  start(): void {
    this.link.start({
      data: (chunk) => this.#take(chunk),
      ended: () => this.close(),
      closed: () => this.#handlers.closed(this),
    });
  }

  /** Hands sending over to the native side, once; needed before packets are interleaved. */
  async adopt(): Promise<StreamConnection> {
    this.#adopted = await this.link.adopt();
    return this.#adopted;
  }

  /** Whether the connection has done nothing for too long, or is too slow with a request. */
  isStale(now: number): boolean {
    if (this.isSlow(now)) return true;
    return now - this.lastSeen > this.#limits.idleTime;
  }

  /** Whether a request has begun and does not end. */
  isSlow(now: number): boolean {
    return this.#partialSince !== undefined && now - this.#partialSince > this.#limits.requestTime;
  }

  close(): void {
    this.#ending = true;
    this.link.close();
  }

  #send(reply: RtspReply, cseq?: string): void {
    if (!this.link.send(serializeReply(reply, cseq))) this.close();
  }

  #take(chunk: Buffer): void {
    if (this.#ending) return;
    this.lastSeen = Date.now();
    this.#reader.push(chunk);
    try {
      for (let input = this.#reader.next(); input !== undefined; input = this.#reader.next()) this.#accept(input);
    } catch (error) {
      this.#refuse(error);
    }
    this.#partialSince = this.#reader.partial ? (this.#partialSince ?? Date.now()) : undefined;
  }

  #accept(input: RtspInput): void {
    if (input.kind === 'request') {
      this.#waiting.push(input.request);
      if (this.#waiting.length > this.#limits.pipelined) this.link.pause();
      void this.#answerAll();
    } else if (this.#adopted !== undefined) this.#handlers.frame(this.#adopted, input.channel, input.packet);
  }

  /** After bytes that are no RTSP nothing that follows can be trusted: one answer, then the end. */
  #refuse(error: unknown): void {
    if (!(error instanceof RtspError)) this.#options.log.error({ err: error }, 'reading a connection failed');
    const status = error instanceof RtspError ? error.status : 500;
    this.#send({ status, headers: error instanceof RtspError ? error.headers : [] });
    this.close();
  }

  async #answerAll(): Promise<void> {
    if (this.#answering) return;
    this.#answering = true;
    for (let request = this.#waiting.shift(); request !== undefined && !this.#ending; request = this.#waiting.shift()) {
      const reply = await this.#handlers.request(this, request);
      const cseq = request.headers.get('cseq');
      if (this.#ending) break;
      this.#send(reply, cseq !== undefined && /^\d{1,10}$/.test(cseq) ? cseq : undefined);
      const after = this.afterReply;
      this.afterReply = undefined;
      after?.();
      if (this.link.isPaused && this.#waiting.length <= this.#limits.pipelined / 2) this.link.resume();
    }
    this.#answering = false;
  }
}
