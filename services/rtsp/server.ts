import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { HandedConnection } from '../plan/handed-connection.ts';
import { Talkers } from './backchannel/talkers.ts';
import { RtspConnection } from './connection.ts';
import { ConnectionTable, isUsed } from './connection-table.ts';
import { MulticastSenders, type StandingMulticast } from './delivery/multicast-senders.ts';
import { paced } from './delivery/pacing.ts';
import { DescriptionVersions } from './description-versions.ts';
import { defaultLimits, type RtspLimits } from './limits.ts';
import { type Link, type LinkEnds, plainAddress } from './links/link.ts';
import { PlainLink } from './links/plain.ts';
import { Tunnels } from './links/tunnels.ts';
import { WebSocketLink } from './links/web-socket.ts';
import { answerRequest } from './methods/answer.ts';
import type { ServerContext } from './methods/context.ts';
import type { RtspServerOptions } from './server-options.ts';
import type { RtspSession } from './session.ts';
import { Sessions } from './sessions.ts';
import { DeviceKeys } from './srtp/device-keys.ts';
import { UdpPairs } from './udp-pairs.ts';

/** Milliseconds between looks at time limits. */
const sweepInterval = 1000;
const nothing = new Uint8Array();

function isAnyAddress(address: string): boolean {
  return address === '0.0.0.0' || address === '::';
}

/** Listening socket of the RTSP server; connections that it accepted outlive it. */
interface RtspListener {
  readonly port: number;
  close(): void;
}

/** The RTSP server of the media process (RFC 2326; ONVIF Streaming Specification, real-time streaming). */
export class RtspServer {
  readonly #options: RtspServerOptions;
  readonly #limits: RtspLimits;
  readonly #context: ServerContext;
  readonly #tunnels: Tunnels;
  readonly #connections: ConnectionTable;
  readonly #servers = new Set<Server>();
  readonly #served = new Set<string>();
  /** Whether streams are to be sent by multicast without any session. */
  #hasPlans = false;
  #stopped = false;
  /** Runs while there is something whose time can pass. */
  #timer: NodeJS.Timeout | undefined;

  constructor(options: RtspServerOptions) {
    this.#options = options;
    this.#limits = { ...defaultLimits, ...options.limits };
    const { log } = options;
    const transports = paced(options.transports, options.pacing ?? (() => 0));
    const sessions = new Sessions(options, this.#limits);
    this.#context = {
      options,
      sessions,
      pairs: new UdpPairs(transports, (packet, address, port) =>
        sessions.takeRtcp(packet, plainAddress(address), port),
      ),
      multicast: new MulticastSenders(
        transports,
        (packet, address) => sessions.takeGroupRtcp(packet, plainAddress(address)),
        log,
        this.#served,
      ),
      keys: new DeviceKeys(transports),
      talkers: new Talkers(this.#limits.speakerTime),
      descriptions: new DescriptionVersions(),
      served: this.#served,
    };
    this.#connections = new ConnectionTable(this.#limits, () => sessions.used);
    this.#tunnels = new Tunnels(this.#output, this.#limits, (link, socket) => this.#accept(socket, link));
  }

  get sessions(): readonly RtspSession[] {
    return this.#context.sessions.all;
  }

  /** Open connections. */
  get connections(): number {
    return this.#connections.all.length;
  }

  /** Groups that are sent to now. */
  get groups(): MulticastSenders['sending'] {
    return this.#context.multicast.sending;
  }

  /** Listens on one address more (all when undefined). Rejects when the port is taken. */
  async listen(port: number, address: string | undefined): Promise<RtspListener> {
    const server = createServer({ noDelay: true }, (socket) => {
      const remoteAddress = plainAddress(socket.remoteAddress);
      const localAddress = plainAddress(socket.localAddress);
      if (this.#options.admits?.(remoteAddress) === false) socket.destroy();
      else this.#acceptPlain(socket, { remoteAddress, localAddress, secure: false }, nothing);
    });
    server.listen({ port, host: address, backlog: 512 });
    await once(server, 'listening');
    this.#servers.add(server);
    const served = address === undefined || isAnyAddress(address) ? undefined : plainAddress(address);
    if (served !== undefined) this.#served.add(served);
    return {
      port: (server.address() as AddressInfo).port,
      close: () => {
        server.close();
        this.#servers.delete(server);
        if (served !== undefined) this.#served.delete(served);
      },
    };
  }

  /** Takes a connection that was opened elsewhere: behind TLS, or on the web port (STR-05, 06, 08, 10). */
  acceptHanded(socket: Socket, handed: HandedConnection): void {
    if (handed.role === 'plain') this.#acceptPlain(socket, handed, handed.head);
    else if (handed.role === 'websocket') void this.#acceptWebSocket(socket, handed);
    else this.#tunnels.take(socket, handed);
    this.#watchTime();
  }

  /** Sets the streams that are sent by multicast without any session (MED-13); a repetition changes nothing. */
  setMulticast(plans: readonly StandingMulticast[]): void {
    this.#context.multicast.setStanding(plans);
    this.#hasPlans = plans.length > 0;
    if (this.#hasPlans) this.#watchTime();
  }

  /** Ends sessions and connections of users whose login is not valid any more. */
  endUsers(names: ReadonlySet<string>): void {
    const { sessions } = this.#context;
    for (const session of sessions.all)
      if (names.has(session.options.user)) sessions.close(session, 'the login is not valid any more');
    for (const connection of this.#connections.all)
      if (connection.user !== undefined && names.has(connection.user.name)) connection.close();
  }

  /** Ends sessions of presentations that have changed, at once. */
  refresh(isConfiguration: (token: string) => boolean = () => true): void {
    const { sessions, keys, descriptions } = this.#context;
    sessions.sweep();
    keys.keep(isConfiguration);
    descriptions.keep((name) => this.#options.presentation(name.split(' ', 1)[0] ?? '') !== undefined);
  }

  /** BYE to everybody, then closes all sockets. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#rest();
    const { sessions, multicast, keys, pairs } = this.#context;
    const ended = [...this.#servers].map((server) => once(server, 'close'));
    for (const server of this.#servers) server.close();
    for (const session of sessions.all) sessions.close(session, 'the camera stops');
    multicast.close();
    this.#tunnels.close();
    for (const connection of this.#connections.all) connection.close();
    await Promise.all(ended);
    keys.close();
    pairs.close();
  }

  get #output(): { readonly transports: RtspServerOptions['transports']; readonly queueBytes: number } {
    return { transports: this.#options.transports, queueBytes: this.#limits.queueBytes };
  }

  #acceptPlain(socket: Socket, ends: LinkEnds, head: Uint8Array): void {
    this.#accept(socket, new PlainLink(socket, ends, head, this.#output));
  }

  async #acceptWebSocket(socket: Socket, handed: HandedConnection): Promise<void> {
    socket.on('error', () => socket.destroy());
    try {
      this.#accept(socket, await WebSocketLink.open(socket, handed, handed.head, this.#output));
    } catch (error) {
      this.#options.log.warn({ err: error }, 'a WebSocket cannot be served');
      socket.destroy();
    }
  }

  /** Serves a connection; false when there is no room, which the client was told. */
  #accept(socket: Socket, link: Link): boolean {
    socket.on('error', () => socket.destroy());
    const connection = new RtspConnection(link, this.#options.log, this.#limits, {
      request: (from, request) => answerRequest({ ...this.#context, connection: from, request }),
      frame: (from, channel, packet) => this.#context.sessions.takeInterleaved(from, channel, packet),
      closed: (gone) => {
        this.#connections.delete(gone);
        this.#context.sessions.forget(gone, gone.output);
      },
    });
    const hasRoom = this.#connections.add(connection);
    if (hasRoom) connection.start();
    this.#watchTime();
    return hasRoom;
  }

  #watchTime(): void {
    if (!this.#stopped) this.#timer ??= setInterval(() => this.#sweep(), sweepInterval);
  }

  #rest(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #sweep(): void {
    const { sessions, multicast } = this.#context;
    const now = performance.now();
    const { used } = sessions;
    sessions.sweep();
    multicast.sweep();
    this.#tunnels.sweep(now);
    for (const connection of this.#connections.all) {
      // A session that ends leaves its connection the whole idle time: its client may ask for it (454).
      if (isUsed(connection, used)) connection.lastSeen = now;
      if (connection.isStale(now)) connection.close();
    }
    const isEmpty = this.#connections.all.length === 0 && sessions.all.length === 0 && this.#tunnels.waiting === 0;
    if (isEmpty && !this.#hasPlans) this.#rest();
  }
}
