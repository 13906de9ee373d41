import { encodeElement } from '../../schema/codec.ts';
import type { SimpleItems } from '../event-message.ts';
import { itemsOf, type Notification } from '../notification.ts';
import { type ElementJson, elementJson } from './element-json.ts';

/** Values are texts, as the grammar has them; it only permits to omit their quotes. */
function simple(items: SimpleItems): Record<string, ElementJson> {
  return Object.fromEntries(itemsOf(items).map(({ Name, Value }) => [Name, Value]));
}

/**
 * JSON text of an event (ONVIF Core 9.12.6): UtcTime first, Source always, Data where there is any. Key items have no place of
 * their own and stand in Data. The operation of a property is not told.
 */
export function jsonPayload({ message, time }: Notification): string {
  const { source, key = {}, data, elements = {} } = message;
  const inner = Object.entries(elements).map(([name, { type, value }]) => [
    name,
    elementJson(encodeElement(type, value).xml),
  ]);
  const Data = { ...simple(key), ...simple(data), ...(Object.fromEntries(inner) as Record<string, ElementJson>) };
  const whole = { UtcTime: time.toISOString(), Source: simple(source) };
  return JSON.stringify(Object.keys(Data).length === 0 ? whole : { ...whole, Data });
}
