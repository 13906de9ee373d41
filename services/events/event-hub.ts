import type { FilterType } from '../generated/wsnt.ts';
import { Demand } from './demand.ts';
import type { EventMessage, EventSink, TopicDeclaration } from './event-message.ts';
import { type Notification, notification } from './notification.ts';
import { Properties } from './properties.ts';
import { subscriptionFilter } from './subscription-filter.ts';
import type { NotificationMatcher } from './subscriptions/subscription.ts';
import { Topics } from './topics.ts';

type NotificationListener = (notification: Notification) => void;

/** A subscriber within this process. */
export interface LocalSubscription {
  /** Every property that passes the filter, in its present state, as Initialized (COR-21). */
  properties(): readonly Notification[];
  close(): void;
}

/** Where pull points, metadata streams and others find the same events: the one source of what happened. */
export interface EventSource {
  /** Topics that can be subscribed to. */
  readonly topics: Topics;
  /** The listener must not throw. Faults: those of the event service for the filter. */
  subscribe(filter: FilterType | undefined, listener: NotificationListener): LocalSubscription;
}

/** Topics, properties and subscribers of the device. */
export class EventHub implements EventSink, EventSource {
  readonly topics: Topics = new Topics();
  readonly demand: Demand = new Demand();
  readonly #properties = new Properties();
  readonly #listeners = new Set<NotificationListener>();
  /** Last notification of each topic. */
  readonly #last = new Map<string, Notification>();
  readonly #now: () => number;

  constructor(declarations: readonly TopicDeclaration[], now: () => number) {
    this.#now = now;
    this.topics.declare(declarations);
  }

  declare(topics: readonly TopicDeclaration[]): void {
    this.topics.declare(topics);
  }

  publish(message: EventMessage): void {
    if (!this.topics.has(message.topic)) return;
    this.#properties.take(message);
    const published = notification(message, new Date(Math.round(message.utc ?? this.#now())));
    this.#last.set(message.topic, published);
    for (const listener of this.#listeners) listener(published);
  }

  subscribe(filter: FilterType | undefined, listener: NotificationListener): LocalSubscription {
    const compiled = subscriptionFilter(filter, this.topics);
    const { matches } = compiled;
    const release = this.demand.add(compiled);
    const unlisten = this.listen((one) => {
      if (matches(one)) listener(one);
    });
    const close = (): void => {
      unlisten();
      release();
    };
    return { properties: () => this.properties(matches), close };
  }

  /** Everything that is published; for subscribers that filter by themselves. Returns what ends it. */
  listen(listener: NotificationListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Last notification of a topic, undefined when there was none. */
  last(topic: string): Notification | undefined {
    return this.#last.get(topic);
  }

  /** The present state of all properties that match, as Initialized. */
  properties(matches: NotificationMatcher): readonly Notification[] {
    const time = new Date(this.#now());
    return this.#properties
      .initialized()
      .map((message) => notification(message, time))
      .filter(matches);
  }
}
