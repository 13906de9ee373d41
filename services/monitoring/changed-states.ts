import { isDeepStrictEqual } from 'node:util';
import type { EventMessage, EventSink } from '../events/event-message.ts';

type State = Pick<EventMessage, 'topic' | 'source' | 'data' | 'elements'>;

/** Publishes states of properties where they differ from what was told before. */
export class ChangedStates {
  readonly #events: EventSink;
  readonly #told = new Map<string, Omit<State, 'topic' | 'source'>>();

  constructor(events: EventSink) {
    this.#events = events;
  }

  tell({ topic, source, ...state }: State): void {
    const key = JSON.stringify([topic, source]);
    const before = this.#told.get(key);
    if (isDeepStrictEqual(before, state)) return;
    this.#told.set(key, state);
    this.#events.publish({ topic, source, ...state, operation: before === undefined ? 'Initialized' : 'Changed' });
  }
}
