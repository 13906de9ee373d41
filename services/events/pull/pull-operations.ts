import { WsntFault } from '../../faults/fault.ts';
import type { EventsOperations } from '../../generated/events-operations.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { encodeElement } from '../../schema/codec.ts';
import { milliseconds } from '../../schema/simple/duration.ts';
import type { Handlers } from '../../soap/service.ts';
import { baseNotificationFault } from '../base-notification-fault.ts';
import { addressOf, type EventParts, newSubscription, subscriptionOf, timesOf } from '../subscriptions/event-parts.ts';
import type { SubscriptionFacts } from '../subscriptions/subscription.ts';
import { lifetimeOf, lifetimes } from '../subscriptions/termination-time.ts';
import { PullPoint } from './pull-point.ts';

/** Most messages of one answer; larger wishes are cut (COR-20). */
const messageLimit = 1024;
/** Longest wait of PullMessages. A longer one gets the fault that names it, since no answer may be empty before its time. */
const timeoutLimit = { text: 'PT10M', milliseconds: 600_000 } as const;

/** Milliseconds that a subscription outlives the timeout of a PullMessages: neither the wait nor the answer is cut. */
const answerTime = 1000;

function pullPointOf(parts: EventParts, context: RequestContext): PullPoint {
  const subscription = subscriptionOf(parts, context);
  if (subscription instanceof PullPoint) return subscription;
  throw baseNotificationFault('wsrf-r:ResourceUnknownFault');
}

function timeoutOf(text: string): number {
  const asked = milliseconds(text);
  if (asked <= timeoutLimit.milliseconds) return Math.max(0, asked);
  const limits = { MaxTimeout: timeoutLimit.text, MaxMessageLimit: messageLimit };
  const reason = `The timeout is longer than ${timeoutLimit.text}`;
  throw new WsntFault(reason, encodeElement('tev:PullMessagesFaultResponse', limits));
}

/** Pull points (ONVIF Core, real-time pull-point notification interface). */
export function pullOperations(
  parts: EventParts,
): Pick<Handlers<EventsOperations>, 'CreatePullPointSubscription' | 'PullMessages'> {
  const { table, now } = parts;
  return {
    CreatePullPointSubscription: (request, context) => {
      const fault = 'wsnt:UnacceptableInitialTerminationTimeFault';
      const lifetime = lifetimeOf(request.InitialTerminationTime, now(), fault);
      const make = (facts: SubscriptionFacts): PullPoint => new PullPoint(facts);
      const point = newSubscription(parts, { kind: 'pull', request, lifetime, make }, context);
      return { SubscriptionReference: { Address: { value: addressOf(point, context) } }, ...timesOf(parts, point) };
    },
    PullMessages: async ({ Timeout, MessageLimit }, context) => {
      const point = pullPointOf(parts, context);
      const timeout = timeoutOf(Timeout);
      const limit = Math.min(Math.max(1, MessageLimit), messageLimit);
      table.keepAlive(point, timeout + answerTime);
      const notifications = await point.pull(limit, timeout, context.signal);
      if (!table.has(point)) throw baseNotificationFault('wsrf-r:ResourceUnknownFault');
      if (!context.signal.aborted) {
        table.touch(point);
        table.keepAlive(point, Math.min(timeout + answerTime, lifetimes.longest));
      }
      return { ...timesOf(parts, point), NotificationMessage: notifications.map(({ holder }) => holder) };
    },
  };
}
