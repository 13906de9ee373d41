import type { NamespaceLookup } from '../schema/xml-element.ts';
import { baseNotificationFault } from './base-notification-fault.ts';
import { type Topics, topicNamespace } from './topics.ts';

/** Dialects of topic expressions (WS-Topics 1.3; ONVIF Core, topic filter). */
export const topicDialects = {
  concreteSet: 'http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet',
  concrete: 'http://docs.oasis-open.org/wsn/t-1/TopicExpression/Concrete',
} as const;

/** Characters of one expression, and alternatives in it. */
const limits = { length: 4096, alternatives: 64 } as const;

const path = /^([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*(?:\/(?:[A-Za-z_][\w.-]*:)?[A-Za-z_][\w.-]*)*)(\/\/\.)?$/;

export type TopicMatcher = (topic: string) => boolean;

/** A path with the prefix of the device's topics; undefined when it is of another namespace. */
function parsePath(
  text: string,
  dialect: string,
  namespaces: Pick<NamespaceLookup, 'get'>,
): { topic: string; deep: boolean } | undefined {
  const match = path.exec(text);
  if (match === null || (match[3] !== undefined && dialect !== topicDialects.concreteSet)) {
    throw baseNotificationFault('wsnt:InvalidTopicExpressionFault');
  }
  const prefix = match[1]?.slice(0, -1);
  const uri = prefix === undefined ? topicNamespace : namespaces.get(prefix);
  const inner = (match[2] ?? '').split('/').filter((part) => part.includes(':'));
  const bound = inner.every((part) => namespaces.get(part.slice(0, part.indexOf(':'))) !== undefined);
  if (uri === undefined || !bound) throw baseNotificationFault('wsnt:InvalidTopicExpressionFault');
  return uri === topicNamespace ? { topic: `tns1:${match[2]}`, deep: match[3] !== undefined } : undefined;
}

/**
 * Compiles a topic expression. `A|B` is either, `A//.` is A and all below it (ConcreteSet). Faults:
 * TopicExpressionDialectUnknown, InvalidTopicExpression, TopicNotSupported when nothing declared can match.
 */
export function topicFilter(
  expression: { readonly text: string; readonly dialect: string; readonly namespaces: Pick<NamespaceLookup, 'get'> },
  topics: Topics,
): TopicMatcher {
  const { text, namespaces } = expression;
  // ZoneMinder sends topic expressions without Dialect.
  const dialect = expression.dialect === '' ? topicDialects.concreteSet : expression.dialect;
  if (dialect !== topicDialects.concrete && dialect !== topicDialects.concreteSet) {
    throw baseNotificationFault('wsnt:TopicExpressionDialectUnknownFault');
  }
  const parts = text.split('|').map((part) => part.trim());
  const several = dialect === topicDialects.concreteSet;
  if (text.length > limits.length || parts.length > (several ? limits.alternatives : 1)) {
    throw baseNotificationFault('wsnt:InvalidTopicExpressionFault');
  }
  const paths = parts.map((part) => parsePath(part, dialect, namespaces)).filter((one) => one !== undefined);
  const matches: TopicMatcher = (topic) =>
    paths.some((one) => topic === one.topic || (one.deep && topic.startsWith(`${one.topic}/`)));
  if (!topics.all.some((declared) => matches(declared.topic)))
    throw baseNotificationFault('wsnt:TopicNotSupportedFault');
  return matches;
}
