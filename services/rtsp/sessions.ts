import { parseRtcp } from './rtcp.ts';
import type { RtspServerOptions } from './server-options.ts';
import { RtspSession } from './session.ts';
import { RtspError } from './status.ts';

/** Every open session, found by its id or by where its receiver's RTCP comes from. */
export class Sessions {
  readonly #options: RtspServerOptions;
  readonly #limit: number;
  readonly #byId = new Map<string, RtspSession>();

  constructor(options: RtspServerOptions, limit: number) {
    this.#options = options;
    this.#limit = limit;
  }

  get all(): readonly RtspSession[] {
    return [...this.#byId.values()];
  }

  open(options: Omit<ConstructorParameters<typeof RtspSession>[0], 'now'>): RtspSession {
    if (this.#byId.size >= this.#limit) throw new RtspError(453, 'too many sessions');
    const session = new RtspSession({ ...options, now: Date.now() });
    this.#byId.set(session.id, session);
    const { id, path, user, address } = session;
    this.#options.onSession?.({ kind: 'opened', id, path, user, address });
    return session;
  }

  find(id: string): RtspSession | undefined {
    return this.#byId.get(id);
  }

  /** The session whose receiver reports come on that channel of its connection. */
  byChannel(owner: object, channel: number): RtspSession | undefined {
    return this.all.find(
      (one) =>
        one.owner === owner &&
        one.deliveries.some(({ target }) => target.kind === 'interleaved' && target.rtcpChannel === channel),
    );
  }

  close(session: RtspSession, reason: string): void {
    if (!this.#byId.delete(session.id)) return;
    session.close();
    this.#options.onSession?.({ kind: 'closed', id: session.id, path: session.path, reason });
  }

  /** RTCP that came by UDP. */
  takeRtcp(packet: Buffer, address: string, port: number): void {
    const messages = parseRtcp(packet);
    if (messages === undefined) return;
    const source = `${address} ${port}`;
    const session = this.all.find((one) => one.deliveries.some((delivery) => delivery.rtcpSource === source));
    session?.feedback(messages, Date.now());
  }

  /** Closes what has timed out, and what plays something that is no longer there. */
  sweep(): void {
    const now = Date.now();
    for (const session of this.all) {
      const current = this.#options.presentation(session.path);
      const streams = new Set(current?.tracks.map((track) => track.stream));
      if (session.deliveries.some(({ track }) => !streams.has(track.stream)))
        this.close(session, 'the presentation has gone');
      else if (session.expired(now)) this.close(session, 'timed out');
    }
  }
}
