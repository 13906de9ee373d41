import type { FilterType } from '../generated/wsnt.ts';
import type { XmlElement } from '../schema/xml-element.ts';
import { baseNotificationFault } from './base-notification-fault.ts';
import { type ContentMatcher, contentFilter } from './content-filter.ts';
import type { NotificationMatcher } from './subscriptions/subscription.ts';
import { type TopicMatcher, topicFilter } from './topic-filter.ts';
import type { Topics } from './topics.ts';

const baseNotification = 'http://docs.oasis-open.org/wsn/b-2';

/** Filters of one subscription. */
const limit = 16;

function dialectOf(element: XmlElement): string {
  return element.attributes.find((one) => one.local === 'Dialect')?.value.trim() ?? '';
}

/** Filters of a subscription, compiled. */
export interface SubscriptionFilter {
  readonly matches: NotificationMatcher;
  /** Whether a message of the topic could pass. */
  wantsTopic(topic: string): boolean;
}

/** All filters of a subscription must hold; without a filter everything is sent (WS-BaseNotification 4.2). */
export function subscriptionFilter(filter: FilterType | undefined, topics: Topics): SubscriptionFilter {
  const topicFilters: TopicMatcher[] = [];
  const contentFilters: ContentMatcher[] = [];
  const elements = (filter?.Any ?? []).filter((one): one is XmlElement => 'local' in one);
  for (const element of elements) {
    const dialect = dialectOf(element);
    const known = element.namespace === baseNotification && elements.length <= limit;
    if (known && element.local === 'TopicExpression') {
      topicFilters.push(topicFilter({ text: element.text.trim(), dialect, namespaces: element.namespaces }, topics));
    } else if (known && element.local === 'MessageContent') {
      contentFilters.push(contentFilter(element.text, dialect));
    } else {
      throw baseNotificationFault('wsnt:InvalidFilterFault', { UnknownFilter: [element.local] });
    }
  }
  const wantsTopic = (topic: string): boolean => topicFilters.every((one) => one(topic));
  return {
    wantsTopic,
    matches: (one) => wantsTopic(one.topic) && contentFilters.every((matches) => matches(one)),
  };
}
