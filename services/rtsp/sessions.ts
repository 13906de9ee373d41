import type { StreamConnection } from '../../hal/ports/rtp-stream.ts';
import type { Carrier } from './delivery/carrier.ts';
import type { MediaSection } from './delivery/media-section.ts';
import type { RtspLimits } from './limits.ts';
import type { RtspServerOptions } from './server-options.ts';
import { RtspSession, type SessionOptions } from './session.ts';
import { RtspError } from './status.ts';

function isSameTarget(one: Carrier, other: Extract<Carrier, { readonly kind: 'udp' }>): boolean {
  return one.kind === 'udp' && one.address === other.address && one.ports.some((port) => other.ports.includes(port));
}

/** Every open session, found by its id or by where its client's packets come from. */
export class Sessions {
  readonly #options: RtspServerOptions;
  readonly #limits: RtspLimits;
  readonly #byId = new Map<string, RtspSession>();

  constructor(options: RtspServerOptions, limits: RtspLimits) {
    this.#options = options;
    this.#limits = limits;
  }

  get all(): readonly RtspSession[] {
    return [...this.#byId.values()];
  }

  /** Throws 453 when one more would be too many: in all, of that address, on that connection. */
  open(options: SessionOptions): RtspSession {
    const { all } = this;
    const { sessions, sessionsPerAddress, sessionsPerConnection } = this.#limits;
    const count = (is: (one: RtspSession) => boolean): number => all.filter(is).length;
    if (
      all.length >= sessions ||
      count((one) => one.options.address === options.address) >= sessionsPerAddress ||
      count((one) => one.options.owner === options.owner) >= sessionsPerConnection
    ) {
      throw new RtspError(453, 'too many sessions');
    }
    const session = new RtspSession(options, performance.now());
    this.#byId.set(session.id, session);
    const { path, user, address } = options;
    this.#options.onSession?.({ kind: 'opened', id: session.id, path, user, address });
    return session;
  }

  find(id: string): RtspSession | undefined {
    return this.#byId.get(id);
  }

  /** Connections that sessions were set up on, and the outputs that carry their packets. */
  get used(): ReadonlySet<object> {
    return new Set(
      this.all.flatMap(({ options, sections }) => [
        options.owner,
        ...sections.flatMap(({ carrier }) => (carrier.kind === 'interleaved' ? [carrier.connection] : [])),
      ]),
    );
  }

  /** Tells which tracks of a session play now. */
  tellPlaying({ id, playing, options: { path, link, secure } }: RtspSession): void {
    this.#options.onSession?.({ kind: 'playing', id, path, link, secure, tracks: playing });
  }

  close(session: RtspSession, reason: string): void {
    if (!this.#byId.delete(session.id)) return;
    session.close();
    this.#options.onSession?.({ kind: 'closed', id: session.id, path: session.path, reason });
  }

  /**
   * Ends sessions whose client has come back with the same UDP ports: the newest session owns them. No BYE is sent there,
   * it would be taken for one of the new session.
   */
  supersede(session: RtspSession, { carrier }: MediaSection): void {
    if (carrier.kind !== 'udp') return;
    for (const other of this.all) {
      if (other === session || !other.sections.some((section) => isSameTarget(section.carrier, carrier))) continue;
      other.pause(other.sections);
      this.close(other, 'its client has come back');
    }
  }

  /** A frame of a client on a channel of its connection. */
  takeInterleaved(connection: StreamConnection, channel: number, packet: Buffer): void {
    this.#deliver(
      (carrier) =>
        carrier.kind === 'interleaved' && carrier.connection === connection && carrier.channels.includes(channel),
      ({ carrier }) => (carrier.kind === 'interleaved' && carrier.channels[0] === channel ? 'rtp' : 'rtcp'),
      packet,
    );
  }

  /** RTCP that came by UDP to a pair of sockets that all share. */
  takeRtcp(packet: Buffer, address: string, port: number): void {
    this.#deliver(
      (carrier) => carrier.kind === 'udp' && carrier.address === address && carrier.ports[1] === port,
      () => 'rtcp',
      packet,
    );
  }

  /** A report of a receiver of a group: all its sessions get it, as it does not name one. */
  takeGroupRtcp(packet: Buffer, address: string): void {
    for (const session of this.all) {
      const section = session.sections.find(
        ({ carrier }) => carrier.kind === 'multicast' && carrier.address === address,
      );
      if (section !== undefined) session.take(section, 'rtcp', packet, performance.now());
    }
  }

  /** A packet for a section that has sockets of its own. */
  takeFor(section: MediaSection, side: 'rtp' | 'rtcp', packet: Buffer): void {
    const session = this.all.find(({ sections }) => sections.includes(section));
    session?.take(section, side, packet, performance.now());
  }

  /** Ends what a closed connection carried: interleaved sessions, and those where nothing was set up yet. */
  forget(owner: object, connection: StreamConnection | undefined): void {
    for (const session of this.all) {
      const isCarried = session.sections.some(
        ({ carrier }) => carrier.kind === 'interleaved' && carrier.connection === connection,
      );
      if (isCarried || (session.options.owner === owner && session.sections.length === 0))
        this.close(session, 'the connection closed');
    }
  }

  /** Closes what has timed out, and what plays something that is no longer there; lets the others do what is due. */
  sweep(): void {
    const now = performance.now();
    for (const session of this.all) {
      if (session.sections.some((section) => !this.#exists(session, section)))
        this.close(session, 'the presentation has gone');
      else if (session.expired(now)) this.close(session, 'timed out');
      else session.tick(now);
    }
  }

  #exists(session: RtspSession, section: MediaSection): boolean {
    const current = this.#options.presentation(session.path);
    if (section.kind === 'backchannel') return current?.backchannel?.output === section.stream;
    return current?.tracks.some(({ stream }) => section.isOf(stream)) ?? false;
  }

  #deliver(is: (carrier: Carrier) => boolean, sideOf: (section: MediaSection) => 'rtp' | 'rtcp', packet: Buffer): void {
    for (const session of this.#byId.values()) {
      const section = session.sections.find(({ carrier }) => is(carrier));
      if (section === undefined) continue;
      session.take(section, sideOf(section), packet, performance.now());
      return;
    }
  }
}
