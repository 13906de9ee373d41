import type { EventMessage, TopicDeclaration } from '../event-message.ts';

/** Part of every topic of events with a JSON payload (ONVIF Core 9.12.5). */
const payloadPrefix = 'onvif-ej';

/**
 * Characters that no level may hold: wildcards, the separator, and control characters, for which brokers end the connection
 * (MQTT 3.1.1, 1.5.3).
 */
const removed = /[#+/\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu;

function valueText(value: EventMessage['source'][string]): string {
  return value instanceof Date ? value.toISOString() : String(value);
}

/** MQTT topic of an event: prefix, `onvif-ej`, the ONVIF topic without its own prefix, and the values of the source. */
export function mqttTopic(prefix: string, message: EventMessage, declaration: TopicDeclaration | undefined): string {
  const levels = message.topic.split('/').map((level) => level.replace(/^tns1:/, ''));
  const { source } = message;
  const order = [...Object.keys(declaration?.source ?? {}), ...Object.keys(source)];
  const values = [...new Set(order)].flatMap((name) => {
    const value = source[name];
    return value === undefined ? [] : [valueText(value).replace(removed, '')];
  });
  const local = [prefix, payloadPrefix, ...levels].join('/');
  return values.length === 0 ? local : `${local}/&${values.join('/')}`;
}
