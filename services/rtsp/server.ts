import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { RtspConnection } from './connection.ts';
import type { HandedConnection } from './handed-connection.ts';
import { serializeReply } from './message.ts';
import { answerRequest, type MethodContext } from './methods.ts';
import { defaultLimits, type RtspLimits, type RtspServerOptions } from './server-options.ts';
import type { RtspSession } from './session.ts';
import { Sessions } from './sessions.ts';
import { UdpPairs } from './udp-pairs.ts';

/** Milliseconds between looks at time limits. */
const sweepInterval = 1000;

/** The RTSP server of the media process (RFC 2326; ONVIF Streaming Specification, real-time streaming). */
export class RtspServer {
  readonly #options: RtspServerOptions;
  readonly #limits: RtspLimits;
  readonly #sessions: Sessions;
  readonly #pairs: UdpPairs;
  readonly #connections = new Set<RtspConnection>();
  readonly #servers: Server[] = [];
  readonly #timer: NodeJS.Timeout;

  constructor(options: RtspServerOptions) {
    this.#options = options;
    this.#limits = { ...defaultLimits, ...options.limits };
    this.#sessions = new Sessions(options, this.#limits.sessions);
    this.#pairs = new UdpPairs(options.transports, (...rtcp) => this.#sessions.takeRtcp(...rtcp));
    this.#timer = setInterval(() => this.#sweep(), sweepInterval);
  }

  get sessions(): readonly RtspSession[] {
    return this.#sessions.all;
  }

  /** Listens on one address more (all when undefined); resolves with the port. Rejects when the port is taken. */
  async listen(port: number, address: string | undefined): Promise<number> {
    const server = createServer({ noDelay: true }, (socket) => this.accept(socket));
    server.listen({ port, host: address, backlog: 512 });
    await once(server, 'listening');
    this.#servers.push(server);
    return (server.address() as AddressInfo).port;
  }

  /** Takes a connection, with the bytes already read from it where it was opened elsewhere. */
  accept(socket: Socket, head?: Buffer): void {
    if (this.#isFull(socket.remoteAddress)) {
      socket.on('error', () => socket.destroy());
      socket.end(serializeReply({ status: 503, headers: [['Retry-After', '10']] }, undefined));
      setTimeout(() => socket.destroy(), 1000).unref();
      return;
    }
    const connection = new RtspConnection(socket, this.#options, this.#limits, {
      request: (from, request) => answerRequest({ ...this.#context(), connection: from, request }),
      rtcp: (from, channel, messages) => this.#sessions.byChannel(from, channel)?.feedback(messages, Date.now()),
      closed: (gone) => this.#forget(gone),
    });
    this.#connections.add(connection);
    if (head !== undefined && head.length > 0) connection.take(head);
  }

  /** Takes a connection that was opened elsewhere. */
  acceptHanded(socket: Socket, handed: HandedConnection): void {
    if (handed.role === 'plain') this.accept(socket, Buffer.from(handed.head));
    else socket.destroy();
  }

  /** Ends sessions of users that are gone and of presentations that have changed, at once. */
  refresh(isUser: (name: string) => boolean): void {
    for (const session of this.#sessions.all) {
      if (!isUser(session.user)) this.#sessions.close(session, 'the user has gone');
    }
    for (const connection of this.#connections) {
      if (connection.user !== undefined && !isUser(connection.user.name)) connection.close();
    }
    this.#sessions.sweep();
  }

  /** BYE to everybody, then closes all sockets. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    const ended = this.#servers.map((server) => once(server, 'close'));
    for (const server of this.#servers) server.close();
    for (const session of this.#sessions.all) this.#sessions.close(session, 'the camera stops');
    for (const connection of this.#connections) connection.close();
    await Promise.all(ended);
    this.#pairs.close();
  }

  #context(): Omit<MethodContext, 'connection' | 'request'> {
    return { options: this.#options, limits: this.#limits, sessions: this.#sessions, pairs: this.#pairs };
  }

  #isFull(address: string | undefined): boolean {
    if (this.#connections.size >= this.#limits.connections) return true;
    const same = [...this.#connections].filter((one) => one.socket.remoteAddress === address).length;
    return same >= this.#limits.connectionsPerAddress;
  }

  /** Interleaved sessions end with their connection; UDP ones live on until they time out (RFC 2326 1.1). */
  #forget(connection: RtspConnection): void {
    this.#connections.delete(connection);
    for (const session of this.#sessions.all) {
      const tied = session.deliveries.some(({ target }) => target.kind === 'interleaved');
      if (session.owner === connection && (tied || session.deliveries.length === 0)) {
        this.#sessions.close(session, 'the connection closed');
      }
    }
  }

  #sweep(): void {
    this.#sessions.sweep();
    const now = Date.now();
    const owners = new Set(this.#sessions.all.map((session) => session.owner));
    for (const connection of this.#connections) {
      if (!owners.has(connection) && connection.isStale(now)) connection.close();
    }
  }
}
