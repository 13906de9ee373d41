import type { EventSink, TopicDeclaration } from '../events/event-message.ts';

const topic = 'tns1:VideoSource/SignalLoss';

/** Topic of the imaging service, tampering (IMG-12), for a device with video sources. */
function signalLossTopics(sources: readonly { readonly id: string }[]): readonly TopicDeclaration[] {
  if (sources.length === 0) return [];
  return [{ topic, property: true, source: { Source: 'tt:ReferenceToken' }, data: { State: 'xs:boolean' } }];
}

/** Publishes which video sources deliver no picture. The state outlives the media process, which reports it anew. */
export class SignalLoss {
  readonly #events: EventSink;
  readonly #lost: Map<string, boolean>;

  /** Sources count as delivering until the media process reports a loss. */
  constructor(events: EventSink, sources: readonly { readonly id: string }[]) {
    this.#events = events;
    events.declare(signalLossTopics(sources));
    this.#lost = new Map(sources.map(({ id }) => [id, false]));
    for (const { id } of sources) this.#publish(id, false, 'Initialized');
  }

  /** Takes a report of the media process; sources that the board does not have are ignored. */
  take(source: string, lost: boolean): void {
    if (!this.#lost.has(source) || this.#lost.get(source) === lost) return;
    this.#lost.set(source, lost);
    this.#publish(source, lost, 'Changed');
  }

  #publish(source: string, lost: boolean, operation: 'Initialized' | 'Changed'): void {
    this.#events.publish({ topic, source: { Source: source }, data: { State: lost }, operation });
  }
}
