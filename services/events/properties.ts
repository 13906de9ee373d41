import type { EventMessage } from './event-message.ts';
import { propertyOf } from './notification.ts';

/** Properties remembered; a camera has a few dozen. */
const capacity = 1024;

/** The present state of every property, by topic, source and key (ONVIF Core, properties). */
export class Properties {
  readonly #states = new Map<string, EventMessage>();

  take(message: EventMessage): void {
    const identity = propertyOf(message);
    if (identity === undefined) return;
    if (message.operation === 'Deleted') this.#states.delete(identity);
    else if (this.#states.has(identity) || this.#states.size < capacity) this.#states.set(identity, message);
  }

  /** All of them as a new subscriber or a synchronization point sees them. */
  initialized(): readonly EventMessage[] {
    return [...this.#states.values()].map((message) => ({ ...message, operation: 'Initialized' }));
  }
}
