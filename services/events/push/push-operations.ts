import type { Clock } from '../../../hal/ports/clock.ts';
import type { EventsOperations } from '../../generated/events-operations.ts';
import type { OutgoingRules } from '../../http/outgoing-address.ts';
import type { RequestContext } from '../../http/request-context.ts';
import type { Handlers } from '../../soap/service.ts';
import { subscriptionFilter } from '../subscription-filter.ts';
import { addressOf, callerOf, type EventParts, eventPath, synchronize, timesOf } from '../subscriptions/event-parts.ts';
import { withPolicy } from '../subscriptions/policy.ts';
import type { SubscriptionFacts } from '../subscriptions/subscription.ts';
import { lifetimeOf } from '../subscriptions/termination-time.ts';
import { type Consumer, consumerOf } from './consumer.ts';
import { currentMessage } from './current-message.ts';
import { notifyMessage } from './notify-message.ts';
import { sendNotify } from './notify-request.ts';
import { PushSubscription } from './push-subscription.ts';

/** Needs of subscriptions to which the camera sends. */
export interface PushOptions {
  readonly clock: Clock;
  readonly rules: OutgoingRules;
  /** Called when a consumer begins to fail, and again without an error when it takes messages again. */
  readonly onFailure: (consumer: string, error: unknown) => void;
}

function pushSubscription(
  facts: SubscriptionFacts,
  consumer: Consumer,
  context: RequestContext,
  { clock, rules, onFailure }: PushOptions,
): PushSubscription {
  const producer = `${context.origin}${eventPath}`;
  const source = { producer, subscription: `${producer}/${facts.id}` };
  const { host } = consumer.url;
  return new PushSubscription(facts, {
    clock,
    deliver: (notifications, signal) =>
      sendNotify(consumer.url, notifyMessage(notifications, source, consumer), rules, signal),
    onFailure: (error) => onFailure(host, error),
  });
}

/** Notifications that the camera sends to a consumer (ONVIF Core, basic notification interface). */
export function pushOperations(
  parts: EventParts,
  options: PushOptions,
): Pick<Handlers<EventsOperations>, 'Subscribe' | 'GetCurrentMessage'> {
  const { hub, table, now } = parts;
  return {
    Subscribe: ({ ConsumerReference, Filter, InitialTerminationTime, SubscriptionPolicy }, context) => {
      const matches = withPolicy(subscriptionFilter(Filter, hub.topics), SubscriptionPolicy);
      const lifetime = lifetimeOf(InitialTerminationTime, now(), 'wsnt:UnacceptableInitialTerminationTimeFault');
      const consumer = consumerOf(ConsumerReference, options.rules);
      const make = (facts: SubscriptionFacts): PushSubscription => pushSubscription(facts, consumer, context, options);
      const owner = callerOf(context).name;
      const subscription = table.create({ kind: 'push', owner, matches, lifetime, make });
      synchronize(parts, subscription);
      context.signal.addEventListener('abort', () => subscription.start(), { once: true });
      const Address = { value: addressOf(subscription, context) };
      return { SubscriptionReference: { Address }, ...timesOf(parts, subscription) };
    },
    GetCurrentMessage: ({ Topic }) => ({ Any: currentMessage(hub, Topic) }),
  };
}
