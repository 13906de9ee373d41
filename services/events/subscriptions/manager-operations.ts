import type { EventsOperations } from '../../generated/events-operations.ts';
import type { Handlers } from '../../soap/service.ts';
import { type EventParts, subscriptionOf, synchronize, timesOf } from './event-parts.ts';
import { lifetimeOf } from './termination-time.ts';

/** Operations at the address of any subscription (ONVIF Core, Renew, Unsubscribe, SetSynchronizationPoint). */
export function managerOperations(
  parts: EventParts,
): Pick<Handlers<EventsOperations>, 'Renew' | 'Unsubscribe' | 'SetSynchronizationPoint'> {
  const { table, now } = parts;
  return {
    SetSynchronizationPoint: (_request, context) => {
      synchronize(parts, subscriptionOf(parts, context));
      return {};
    },
    Renew: ({ TerminationTime }, context) => {
      const subscription = subscriptionOf(parts, context);
      table.renew(subscription, lifetimeOf(TerminationTime, now(), 'wsnt:UnacceptableTerminationTimeFault'));
      return timesOf(parts, subscription);
    },
    Unsubscribe: (_request, context) => {
      table.remove(subscriptionOf(parts, context));
      return {};
    },
  };
}
