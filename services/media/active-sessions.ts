import type { EventSink, TopicDeclaration } from '../events/event-message.ts';

/** Kinds of configurations whose streams are monitored, as their topics are named (MD2-20). */
export type SessionKind = 'VideoEncoder' | 'AudioEncoder' | 'AudioDecoder' | 'Metadata';

/** A configuration that a client receives from, or sends to, by unicast. */
export interface StreamInUse {
  readonly kind: SessionKind;
  /** Token of the configuration. */
  readonly token: string;
}

/** A streaming client. */
interface Session {
  /** Numeric. */
  readonly address: string;
  readonly streams: readonly StreamInUse[];
}

/** Sessions that are counted: more than the RTSP server lets in. */
const limit = 4096;

/** Topics of Media2, active sessions, for the kinds of configurations that this device has. */
function activeSessionTopics(kinds: readonly SessionKind[]): readonly TopicDeclaration[] {
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
 * Publishes the clients that stream from a configuration, each time one connects or disconnects (Media2, active sessions):
 * the first is Initialized, without clients it is Deleted. A client that streams twice is listed twice.
 */
export class ActiveSessions {
  readonly #events: EventSink;
  readonly #sessions = new Map<string, Session>();

  /** @param kinds of configurations that this device has */
  constructor(events: EventSink, kinds: readonly SessionKind[]) {
    this.#events = events;
    events.declare(activeSessionTopics(kinds));
  }

  /** Adds a session that plays nothing yet. */
  open(id: string, address: string): void {
    if (this.#sessions.size < limit) this.#sessions.set(id, { address, streams: [] });
  }

  /** Replaces the streams that a session plays. */
  play(id: string, streams: readonly StreamInUse[]): void {
    const session = this.#sessions.get(id);
    if (session === undefined) return;
    this.#change(() => this.#sessions.set(id, { ...session, streams }), [...session.streams, ...streams]);
  }

  end(id: string): void {
    this.#change(() => this.#sessions.delete(id), this.#sessions.get(id)?.streams ?? []);
  }

  /** Removes all sessions: the media process ended. */
  reset(): void {
    const streams = [...this.#sessions.values()].flatMap((one) => one.streams);
    this.#change(() => this.#sessions.clear(), streams);
  }

  /** Makes a change that touches streams, and publishes each stream whose clients differ after it. */
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

  /** Addresses of the clients of a stream, separated by blanks. */
  #clients({ kind, token }: StreamInUse): string {
    return [...this.#sessions.values()]
      .filter(({ streams }) => streams.some((one) => one.kind === kind && one.token === token))
      .map(({ address }) => address)
      .join(' ');
  }
}
