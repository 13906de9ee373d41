import type { EventSink, TopicDeclaration } from '../events/event-message.ts';

/** Kinds of configurations whose streams are monitored, as their topics are named (MD2-20). */
export type SessionKind = 'VideoEncoder' | 'AudioEncoder' | 'AudioDecoder' | 'Metadata';

/** A configuration that a client receives from, or sends to, by unicast. */
export interface StreamInUse {
  readonly kind: SessionKind;
  /** Token of the configuration. */
  readonly token: string;
}

/** A streaming client; a session that sets up another track is told again, with all its streams. */
export interface ActiveSession {
  readonly id: string;
  /** Numeric address of the client. */
  readonly address: string;
  readonly streams: readonly StreamInUse[];
}

/** Sessions that are counted: more than the RTSP server lets in. */
const limit = 4096;

/** Topics of Media2, active sessions, for the kinds of configurations that this device has. */
export function activeSessionTopics(kinds: readonly SessionKind[]): readonly TopicDeclaration[] {
  return kinds.map((kind) => ({
    topic: topicOf(kind),
    property: true,
    source: { Token: 'tt:ReferenceToken' },
    data: { Sessions: 'tt:StringAttrList' },
  }));
}

function topicOf(kind: SessionKind): string {
  return `tns1:Monitoring/ActiveSessions/${kind}`;
}

/**
 * Tells who streams from which configuration, each time a client connects or disconnects (Media2, active sessions): the
 * first is Initialized, the last one gone is Deleted. A client that streams twice is listed twice.
 */
export class ActiveSessions {
  readonly #events: EventSink;
  readonly #sessions = new Map<string, ActiveSession>();

  constructor(events: EventSink) {
    this.#events = events;
  }

  /** A session that is new, or plays something else than before. */
  take(session: ActiveSession): void {
    if (!this.#sessions.has(session.id) && this.#sessions.size >= limit) return;
    this.#change(
      () => this.#sessions.set(session.id, session),
      [...(this.#sessions.get(session.id)?.streams ?? []), ...session.streams],
    );
  }

  end(id: string): void {
    this.#change(() => this.#sessions.delete(id), this.#sessions.get(id)?.streams ?? []);
  }

  /** The media process ended, and all sessions with it. */
  reset(): void {
    const streams = [...this.#sessions.values()].flatMap((one) => one.streams);
    this.#change(() => this.#sessions.clear(), streams);
  }

  /** Makes a change that touches those streams, and publishes the ones whose clients are others now. */
  #change(act: () => void, touched: readonly StreamInUse[]): void {
    const streams = new Map(touched.map((one) => [`${one.kind} ${one.token}`, one]));
    const before = [...streams.values()].map((stream) => ({ stream, clients: this.#clients(stream) }));
    act();
    for (const { stream, clients } of before) {
      const now = this.#clients(stream);
      if (now === clients) continue;
      this.#events.publish({
        topic: topicOf(stream.kind),
        source: { Token: stream.token },
        data: { Sessions: now },
        operation: clients === '' ? 'Initialized' : now === '' ? 'Deleted' : 'Changed',
      });
    }
  }

  /** Their addresses, separated by blanks. */
  #clients({ kind, token }: StreamInUse): string {
    return [...this.#sessions.values()]
      .filter(({ streams }) => streams.some((one) => one.kind === kind && one.token === token))
      .map(({ address }) => address)
      .join(' ');
  }
}
