import type { TopicExpressionType } from '../../generated/wsnt.ts';
import { namespaceOfPrefix } from '../../schema/type-registry.ts';
import type { RawXml, XmlElement } from '../../schema/xml-element.ts';
import { baseNotificationFault } from '../base-notification-fault.ts';
import type { EventHub } from '../event-hub.ts';
import { topicFilter } from '../topic-filter.ts';

/**
 * The last message of one topic (WS-BaseNotification 3.4, GetCurrentMessage). Prefixes in the expression are the conventional ones.
 * Faults: those of topic expressions, MultipleTopicsSpecified, NoCurrentMessageOnTopic.
 */
export function currentMessage(
  hub: EventHub,
  { Dialect, value = '' }: TopicExpressionType,
): readonly (XmlElement | RawXml)[] {
  const namespaces = { get: namespaceOfPrefix };
  const matches = topicFilter({ text: value.trim(), dialect: Dialect.trim(), namespaces }, hub.topics);
  const [topic, other] = hub.topics.all.filter((declared) => matches(declared.topic));
  if (other !== undefined) throw baseNotificationFault('wsnt:MultipleTopicsSpecifiedFault');
  const last = topic === undefined ? undefined : hub.last(topic.topic);
  if (last === undefined) throw baseNotificationFault('wsnt:NoCurrentMessageOnTopicFault');
  return last.holder.Message.Any ?? [];
}
