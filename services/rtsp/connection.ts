import type { Logger } from 'pino';
import type { StreamConnection } from '../../hal/ports/rtp-stream.ts';
import type { AuthenticatedUser } from '../auth/digest.ts';
import type { RtspLimits } from './limits.ts';
import type { Link } from './links/link.ts';
import { type RtspReply, type RtspRequest, serializeReply } from './message.ts';
import { type RtspInput, RtspReader } from './reader.ts';
import { RtspError } from './status.ts';

interface ConnectionHandlers {
  readonly request: (connection: RtspConnection, request: RtspRequest) => Promise<RtspReply>;
  /** A frame on a channel; only once packets are interleaved here. */
  readonly frame: (connection: StreamConnection, channel: number, packet: Buffer) => void;
  readonly closed: (connection: RtspConnection) => void;
}

/** Milliseconds between looks at whether a client has read its answers. */
const deliveryCheck = 20;

/** RTSP connection over any link: requests are answered one after the other, in the order they came. */
export class RtspConnection {
  readonly link: Link;
  /** User that proved to be on this connection; later requests without credentials are theirs. */
  user: AuthenticatedUser | undefined;
  /** Milliseconds (performance.now) of its beginning. */
  readonly opened: number = performance.now();
  /** Milliseconds (performance.now) of the last request, or of the last look that found a session on this connection. */
  lastSeen: number = this.opened;
  readonly #reader = new RtspReader();
  readonly #log: Logger;
  readonly #limits: RtspLimits;
  readonly #handlers: ConnectionHandlers;
  #answering = false;
  #ending = false;
  #partialSince: number | undefined;
  #adopted: StreamConnection | undefined;

  constructor(link: Link, log: Logger, limits: RtspLimits, handlers: ConnectionHandlers) {
    this.link = link;
    this.#log = log;
    this.#limits = limits;
    this.#handlers = handlers;
  }

  get remoteAddress(): string {
    return this.link.remoteAddress;
  }

  get localAddress(): string {
    return this.link.localAddress;
  }

  /** Whether TLS protects the connection. */
  get secure(): boolean {
    return this.link.secure;
  }

  get isOpen(): boolean {
    return !this.#ending;
  }

  /** Output for interleaved packets; undefined before the first SETUP that wants it. */
  get output(): StreamConnection | undefined {
    return this.#adopted;
  }

  start(): void {
    this.link.start({
      data: (chunk) => this.#take(chunk),
      ended: () => this.close(),
      closed: () => {
        this.#ending = true;
        this.#handlers.closed(this);
      },
    });
  }

  /** Hands sending over to the native side, once; needed before packets are interleaved. */
  async adopt(): Promise<StreamConnection> {
    this.#adopted = await this.link.adopt();
    return this.#adopted;
  }

  /** Whether the connection has done nothing for too long, or is too slow with a request. */
  isStale(now: number): boolean {
    const { idleTime, successorTime } = this.#limits;
    return this.isSlow(now) || now - this.lastSeen > (this.link.takesRequests ? idleTime : successorTime);
  }

  /** Whether a request or frame has begun, and no request or frame has ended since, for too long. */
  isSlow(now: number): boolean {
    const since = this.#answering ? undefined : this.#partialSince;
    return since !== undefined && now - since > this.#limits.requestTime;
  }

  /** Sends a last answer and closes. */
  end(bytes: Uint8Array): void {
    if (!this.#ending) this.link.send(bytes);
    this.close();
  }

  close(): void {
    this.#ending = true;
    this.link.close();
  }

  #take(chunk: Buffer): void {
    if (this.#ending) return;
    this.#reader.push(chunk);
    if (!this.#answering) void this.#work();
    else if (this.#reader.waiting > this.#limits.pipelinedBytes) this.link.pause();
  }

  /** Reads and answers until nothing is left. Requests that wait are not read yet: they cost their bytes and no more. */
  async #work(): Promise<void> {
    this.#answering = true;
    try {
      for (let input = this.#next(); input !== undefined; input = this.#next()) {
        if (input.kind === 'request') await this.#answer(input.request);
        else if (this.#adopted !== undefined) this.#handlers.frame(this.#adopted, input.channel, input.packet);
      }
    } catch (error) {
      this.#refuse(error);
    }
    this.#answering = false;
  }

  #next(): RtspInput | undefined {
    if (this.#ending) return undefined;
    const input = this.#reader.next();
    const now = performance.now();
    if (input?.kind === 'request') this.lastSeen = now;
    if (input !== undefined || !this.#reader.partial) this.#partialSince = undefined;
    else this.#partialSince ??= now;
    const needsMore = input === undefined || this.#reader.waiting <= this.#limits.pipelinedBytes;
    if (this.link.isPaused && needsMore) this.link.resume();
    return input;
  }

  async #answer(request: RtspRequest): Promise<void> {
    const reply = await this.#handlers.request(this, request);
    if (this.#ending) return;
    if (!this.link.send(serializeReply(reply, request.cseq))) this.close();
    reply.after?.();
    await this.#delivered();
    // Other connections have their turn before the next request that waits here.
    if (this.#reader.waiting > 0) await new Promise((resolve) => setImmediate(resolve));
  }

  /** Waits while a client asks and does not read the answers: they must not pile up. Packets have a bound of their own. */
  async #delivered(): Promise<void> {
    while (!this.#ending && this.#adopted === undefined && this.link.queuedBytes > this.#limits.replyBytes)
      await new Promise((resolve) => setTimeout(resolve, deliveryCheck));
  }

  /** Answers bytes that are no RTSP once and closes: nothing that follows them can be trusted. */
  #refuse(error: unknown): void {
    if (!(error instanceof RtspError)) this.#log.error({ err: error }, 'reading a connection failed');
    const status = error instanceof RtspError ? error.status : 500;
    this.end(serializeReply({ status, headers: error instanceof RtspError ? error.headers : [] }, undefined));
  }
}
