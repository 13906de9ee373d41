import type { NotificationMessageHolderType } from '../generated/wsnt.ts';
import { encodeElement } from '../schema/codec.ts';
import type { RawXml } from '../schema/xml-element.ts';
import type { Item } from './content-filter.ts';
import type { EventMessage, SimpleItems } from './event-message.ts';
import { topicDialects } from './topic-filter.ts';

/** A published event, encoded once for all its subscribers. */
export interface Notification {
  readonly topic: string;
  /** All SimpleItems, for content filters. */
  readonly items: readonly Item[];
  readonly elementNames: readonly string[];
  readonly holder: NotificationMessageHolderType;
  /** Event as it was published, for subscribers that do not write XML. */
  readonly message: EventMessage;
  readonly time: Date;
  /** Identity of the property whose state it is: topic, source and key; undefined for an event without state. */
  readonly property: string | undefined;
}

/** Values in their XML Schema form: booleans are the lower-case words, times are UTC. */
export function itemsOf(items: SimpleItems): readonly Item[] {
  return Object.entries(items).map(([Name, value]) => ({
    Name,
    Value: value instanceof Date ? value.toISOString() : String(value),
  }));
}

function elementItems({
  elements = {},
}: EventMessage): readonly { readonly Name: string; readonly Any: readonly RawXml[] }[] {
  return Object.entries(elements).map(([Name, { type, value }]) => ({ Name, Any: [encodeElement(type, value)] }));
}

/** Topic, source and key, by which a property differs from all others (ONVIF Core, properties). */
export function propertyOf({ topic, source, key = {}, operation }: EventMessage): string | undefined {
  return operation === undefined ? undefined : JSON.stringify([topic, source, key]);
}

export function notification(message: EventMessage, time: Date): Notification {
  const [source, key, data] = [message.source, message.key ?? {}, message.data].map(itemsOf);
  const part = (items: readonly Item[] | undefined): { SimpleItem: readonly Item[] } | undefined =>
    items === undefined || items.length === 0 ? undefined : { SimpleItem: items };
  const [Source, Key] = [part(source), part(key)];
  const ElementItem = elementItems(message);
  const Data = ElementItem.length === 0 ? part(data) : { ...part(data), ElementItem };
  const encoded = encodeElement('tt:Message', {
    UtcTime: time,
    ...(message.operation === undefined ? {} : { PropertyOperation: message.operation }),
    ...(Source === undefined ? {} : { Source }),
    ...(Key === undefined ? {} : { Key }),
    ...(Data === undefined ? {} : { Data }),
  });
  return {
    topic: message.topic,
    items: [...(source ?? []), ...(key ?? []), ...(data ?? [])],
    elementNames: Object.keys(message.elements ?? {}),
    message,
    time,
    property: propertyOf(message),
    holder: { Topic: { Dialect: topicDialects.concreteSet, value: message.topic }, Message: { Any: [encoded] } },
  };
}
