import type { Socket } from 'node:net';
import type { StreamConnection } from '../../hal/ports/rtp-stream.ts';
import type { AuthenticatedUser } from '../auth/digest.ts';
import { type RtspReply, type RtspRequest, serializeReply } from './message.ts';
import { type RtspInput, RtspReader } from './reader.ts';
import { parseRtcp, type RtcpMessage } from './rtcp.ts';
import type { RtspLimits, RtspServerOptions } from './server-options.ts';
import { RtspError } from './status.ts';

/** `::ffff:192.0.2.1` is an IPv4 client on a dual-stack socket; a scope id is ours, not the peer's. */
function plain(address: string | undefined): string {
  return (address ?? '').replace(/^::ffff:(?=\d+\.)/, '');
}

export interface ConnectionHandlers {
  readonly request: (connection: RtspConnection, request: RtspRequest) => Promise<RtspReply>;
  readonly rtcp: (connection: RtspConnection, channel: number, messages: readonly RtcpMessage[]) => void;
  readonly closed: (connection: RtspConnection) => void;
}

/** One RTSP connection: requests are answered one after the other, in the order they came. */
export class RtspConnection {
  readonly socket: Socket;
  readonly remoteAddress: string;
  readonly localAddress: string;
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

  constructor(socket: Socket, options: RtspServerOptions, limits: RtspLimits, handlers: ConnectionHandlers) {
    this.socket = socket;
    this.remoteAddress = plain(socket.remoteAddress);
    this.localAddress = plain(socket.localAddress);
    this.#options = options;
    this.#limits = limits;
    this.#handlers = handlers;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.take(chunk));
    socket.on('error', () => socket.destroy());
    socket.on('end', () => this.close());
    socket.on('close', () => {
      this.#adopted?.close();
      handlers.closed(this);
    });
  }

  /** Hands sending over to the native side, once; needed before packets are interleaved. */
  async adopt(): Promise<StreamConnection> {
    if (this.#adopted !== undefined) return this.#adopted;
    // What JavaScript has queued must leave first, or the native side would overtake it.
    if (this.socket.writableLength > 0) await new Promise((resolve) => this.socket.once('drain', resolve));
    const handle = (this.socket as unknown as { readonly _handle?: { readonly fd?: number } })._handle;
    if (handle?.fd === undefined || handle.fd < 0) throw new RtspError(461, 'no descriptor');
    const { queueBytes } = this.#limits;
    this.#adopted = this.#options.transports.adoptTcp(handle.fd, { queueBytes }, () => this.close());
    return this.#adopted;
  }

  /** Whether the connection has done nothing for too long, or is too slow with a request. */
  isStale(now: number): boolean {
    if (this.#partialSince !== undefined && now - this.#partialSince > this.#limits.requestTime) return true;
    return now - this.lastSeen > this.#limits.idleTime;
  }

  send(reply: RtspReply, cseq?: string): void {
    const bytes = serializeReply(reply, cseq);
    if (this.#adopted === undefined) this.socket.write(bytes);
    else if (!this.#adopted.send(bytes)) this.close();
  }

  close(): void {
    this.#ending = true;
    this.socket.destroySoon();
    // A peer that does not read must not hold the descriptor.
    setTimeout(() => this.socket.destroy(), 1000).unref();
  }

  take(chunk: Buffer): void {
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
      if (this.#waiting.length > this.#limits.pipelined) this.socket.pause();
      void this.#answerAll();
      return;
    }
    const messages = input.channel % 2 === 1 ? parseRtcp(input.packet) : undefined;
    if (messages !== undefined) this.#handlers.rtcp(this, input.channel, messages);
  }

  /** After bytes that are no RTSP nothing that follows can be trusted: one answer, then the end. */
  #refuse(error: unknown): void {
    if (!(error instanceof RtspError)) this.#options.log.error({ err: error }, 'reading a connection failed');
    const status = error instanceof RtspError ? error.status : 500;
    this.send({ status, headers: error instanceof RtspError ? error.headers : [] });
    this.close();
  }

  async #answerAll(): Promise<void> {
    if (this.#answering) return;
    this.#answering = true;
    for (let request = this.#waiting.shift(); request !== undefined && !this.#ending; request = this.#waiting.shift()) {
      const reply = await this.#handlers.request(this, request);
      const cseq = request.headers.get('cseq');
      if (this.#ending) break;
      this.send(reply, cseq !== undefined && /^\d{1,10}$/.test(cseq) ? cseq : undefined);
      const after = this.afterReply;
      this.afterReply = undefined;
      after?.();
      if (this.socket.isPaused() && this.#waiting.length <= this.#limits.pipelined / 2) this.socket.resume();
    }
    this.#answering = false;
  }
}
