import type { Clock } from '../../../hal/ports/clock.ts';
import type { EventsOperations } from '../../generated/events-operations.ts';
import type { OutgoingRules } from '../../http/outgoing-address.ts';
import type { RequestContext } from '../../http/request-context.ts';
import type { Handlers } from '../../soap/service.ts';
import { addressOf, type EventParts, eventPath, newSubscription, timesOf } from '../subscriptions/event-parts.ts';
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
  const { hub, now } = parts;
  return {
    Subscribe: (request, context) => {
      const fault = 'wsnt:UnacceptableInitialTerminationTimeFault';
      const lifetime = lifetimeOf(request.InitialTerminationTime, now(), fault);
      const consumer = consumerOf(request.ConsumerReference, options.rules);
      const make = (facts: SubscriptionFacts): PushSubscription => pushSubscription(facts, consumer, context, options);
      const subscription = newSubscription(parts, { kind: 'push', request, lifetime, make }, context);
      context.signal.addEventListener('abort', () => subscription.start(), { once: true });
      const Address = { value: addressOf(subscription, context) };
      return { SubscriptionReference: { Address }, ...timesOf(parts, subscription) };
    },
    GetCurrentMessage: ({ Topic }) => ({ Any: currentMessage(hub, Topic) }),
  };
}
