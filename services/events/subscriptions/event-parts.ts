import type { EventsOperations } from '../../generated/events-operations.ts';
import type { RequestContext } from '../../http/request-context.ts';
import type { EventHub } from '../event-hub.ts';
import { subscriptionFilter } from '../subscription-filter.ts';
import { withPolicy } from './policy.ts';
import type { Subscription, SubscriptionFacts } from './subscription.ts';
import type { Caller, SubscriptionTable } from './subscription-table.ts';

/** Path of the event service; subscriptions are below it. */
export const eventPath = '/onvif/event_service';

/** Parts that the operations of the event service share. */
export interface EventParts {
  readonly hub: EventHub;
  readonly table: SubscriptionTable;
  /** Wall clock, milliseconds since 1970. */
  readonly now: () => number;
}

/** Caller of a request without a user: owns no subscription. */
const anonymous: Caller = { name: '', level: 'Anonymous' };

function callerOf({ user }: RequestContext): Caller {
  return user ?? anonymous;
}

/** A client may post to the event service itself and name the subscription in wsa:To alone. */
function subscriptionId({ subPath, to = '' }: RequestContext): string {
  if (subPath !== '') return subPath;
  const mark = `${eventPath}/`;
  const at = to.lastIndexOf(mark);
  return at < 0 ? '' : to.slice(at + mark.length);
}

/** Subscription that a request is about. Fault: ResourceUnknown. */
export function subscriptionOf({ table }: EventParts, context: RequestContext): Subscription {
  return table.find(subscriptionId(context), callerOf(context));
}

/** Address of a subscription by which the client reaches it. */
export function addressOf({ id }: Subscription, { origin }: RequestContext): string {
  return `${origin}${eventPath}/${id}`;
}

/** The times of an answer, by the present clock (ONVIF Core: UTC). */
export function timesOf(
  { table, now }: EventParts,
  subscription: Subscription,
): { readonly CurrentTime: Date; readonly TerminationTime: Date } {
  const time = now();
  return { CurrentTime: new Date(time), TerminationTime: new Date(time + Math.ceil(table.left(subscription))) };
}

/** Repeats the state of every property to one subscriber (COR-21). */
export function synchronize({ hub }: EventParts, subscription: Subscription): void {
  for (const property of hub.properties(subscription.filter.matches)) subscription.offer(property);
}

interface Wanted<One extends Subscription> {
  readonly kind: One['kind'];
  readonly request: Pick<EventsOperations['CreatePullPointSubscription']['request'], 'Filter' | 'SubscriptionPolicy'>;
  readonly lifetime: number;
  readonly make: (facts: SubscriptionFacts) => One;
}

/** Creates a subscription with the state of every property. Faults: those of the filter, the policy and the table. */
export function newSubscription<One extends Subscription>(
  parts: EventParts,
  { request, ...wanted }: Wanted<One>,
  context: RequestContext,
): One {
  const { hub, table } = parts;
  const filter = withPolicy(subscriptionFilter(request.Filter, hub.topics), request.SubscriptionPolicy);
  const owner = callerOf(context).name;
  const subscription = hub.demand.during(filter, () => table.create({ ...wanted, owner, filter }));
  synchronize(parts, subscription);
  return subscription;
}
