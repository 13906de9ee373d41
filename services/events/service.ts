import { type EventsOperations, eventsOperations } from '../generated/events-operations.ts';
import type { Capabilities } from '../generated/tev.ts';
import type { EventCapabilities } from '../generated/tt.ts';
import type { RequestContext } from '../http/request-context.ts';
import { milliseconds } from '../schema/simple/duration.ts';
import { offers } from '../soap/feature.ts';
import { bindService, type Handlers, notOffered, type ServiceBinding } from '../soap/service.ts';
import { baseNotificationFault } from './base-notification-fault.ts';
import { itemFilterDialect } from './content-filter.ts';
import { EventHub, type EventSource } from './event-hub.ts';
import type { EventSink, TopicDeclaration } from './event-message.ts';
import type { PullPoint } from './pull-point.ts';
import { type Caller, PullPoints, pullPointLimits } from './pull-points.ts';
import { subscriptionFilter } from './subscription-filter.ts';
import { lifetimeOf, lifetimes } from './termination-time.ts';
import { topicDialects } from './topic-filter.ts';
import { topicSet } from './topic-set.ts';

interface EventServiceOptions {
  /** Topics that no other publisher declares. */
  readonly declarations?: readonly TopicDeclaration[];
  /** Wall clock, milliseconds since 1970: what clients are told. */
  readonly now?: () => number;
  /** Monotonic milliseconds: what durations are measured by. */
  readonly uptime?: () => number;
}

/** The event service: others publish to it, clients pull from it, and streams of this process subscribe to it. */
export interface EventService extends EventSink, EventSource {
  readonly binding: ServiceBinding;
  /** Ends the subscriptions of a user whose password was changed, or who was deleted. */
  endSubscriptionsOf(user: string): void;
  close(): void;
}

/** Path of the service; subscriptions are below it. */
const path = '/onvif/event_service';

/** Longest wait of PullMessages in ms and most messages of one answer; larger wishes are cut (COR-20). */
const pullLimits = { timeout: 600_000, messages: 1024 } as const;

const noBroker = notOffered('no event broker');
const noPush = notOffered('notifications are pulled, not pushed');
const noPullPointFactory = notOffered('WS-BaseNotification pull points: use CreatePullPointSubscription');
const noPause = notOffered('subscriptions cannot be paused');

function capabilities(handlers: Handlers<EventsOperations>): Capabilities {
  return {
    WSSubscriptionPolicySupport: false,
    WSPausableSubscriptionManagerInterfaceSupport: offers(handlers, 'PauseSubscription', 'ResumeSubscription'),
    MaxNotificationProducers: 0,
    MaxPullPoints: pullPointLimits.user,
    PersistentNotificationStorage: offers(handlers, 'Seek'),
    MaxEventBrokers: 0,
  };
}

/** Same flags in the older form of GetCapabilities (tt:EventCapabilities). */
function olderCapabilities(XAddr: string, handlers: Handlers<EventsOperations>): EventCapabilities {
  return {
    XAddr,
    WSSubscriptionPolicySupport: false,
    WSPullPointSupport: offers(handlers, 'CreatePullPointSubscription'),
    WSPausableSubscriptionManagerInterfaceSupport: offers(handlers, 'PauseSubscription', 'ResumeSubscription'),
  };
}

/** Shared by the handlers. */
interface Parts {
  readonly hub: EventHub;
  readonly points: PullPoints;
  readonly now: () => number;
}

/** Caller of a request without a user: owns no subscription. */
const anonymous: Caller = { name: '', level: 'Anonymous' };

/** Milliseconds that a subscription outlives the timeout of a PullMessages: neither the wait nor the answer is cut. */
const answerTime = 1000;

/** The times of an answer, by the present clock (ONVIF Core: UTC). */
function timesOf(
  { points, now }: Parts,
  point: PullPoint,
): { readonly CurrentTime: Date; readonly TerminationTime: Date } {
  const time = now();
  return { CurrentTime: new Date(time), TerminationTime: new Date(time + Math.ceil(points.left(point))) };
}

/** Repeats the state of every property to one subscriber (COR-21). */
function synchronize({ hub }: Parts, point: PullPoint): void {
  for (const property of hub.properties(point.matches)) point.offer(property);
}

function eventProperties({ hub }: Parts): EventsOperations['GetEventProperties']['response'] {
  return {
    TopicNamespaceLocation: ['http://www.onvif.org/onvif/ver10/topics/topicns.xml'],
    FixedTopicSet: true,
    TopicSet: { Any: topicSet(hub.topics.all) },
    TopicExpressionDialect: [topicDialects.concreteSet, topicDialects.concrete],
    MessageContentFilterDialect: [itemFilterDialect],
    MessageContentSchemaLocation: ['http://www.onvif.org/onvif/ver10/schema/onvif.xsd'],
  };
}

function pullOperations(
  parts: Parts,
): Pick<
  Handlers<EventsOperations>,
  'CreatePullPointSubscription' | 'PullMessages' | 'SetSynchronizationPoint' | 'Renew' | 'Unsubscribe'
> {
  const { hub, points, now } = parts;
  const find = ({ subPath, user }: RequestContext): PullPoint => points.find(subPath, user ?? anonymous);
  return {
    CreatePullPointSubscription: ({ Filter, InitialTerminationTime }, context) => {
      const matches = subscriptionFilter(Filter, hub.topics);
      const fault = 'wsnt:UnacceptableInitialTerminationTimeFault';
      const lifetime = lifetimeOf(InitialTerminationTime, now(), fault);
      const point = points.create({ owner: (context.user ?? anonymous).name, matches, lifetime });
      synchronize(parts, point);
      const Address = { value: `${context.origin}${path}/${point.id}` };
      return { SubscriptionReference: { Address }, ...timesOf(parts, point) };
    },
    PullMessages: async ({ Timeout, MessageLimit }, context) => {
      const point = find(context);
      const asked = Math.max(0, milliseconds(Timeout));
      const limit = Math.min(Math.max(1, MessageLimit), pullLimits.messages);
      points.keepAlive(point, Math.min(asked, pullLimits.timeout) + answerTime);
      const notifications = await point.pull(limit, Math.min(asked, pullLimits.timeout), context.signal);
      if (!points.has(point)) throw baseNotificationFault('wsrf-r:ResourceUnknownFault');
      if (!context.signal.aborted) {
        points.touch(point);
        points.keepAlive(point, Math.min(asked + answerTime, lifetimes.longest));
      }
      return { ...timesOf(parts, point), NotificationMessage: notifications.map(({ holder }) => holder) };
    },
    SetSynchronizationPoint: (_request, context) => {
      synchronize(parts, find(context));
      return {};
    },
    Renew: ({ TerminationTime }, context) => {
      const point = find(context);
      points.renew(point, lifetimeOf(TerminationTime, now(), 'wsnt:UnacceptableTerminationTimeFault'));
      return timesOf(parts, point);
    },
    Unsubscribe: (_request, context) => {
      points.remove(find(context));
      return {};
    },
  };
}

function operations(parts: Parts): Handlers<EventsOperations> {
  const handlers: Handlers<EventsOperations> = {
    ...pullOperations(parts),
    GetServiceCapabilities: () => ({ Capabilities: capabilities(handlers) }),
    GetEventProperties: () => eventProperties(parts),
    Seek: notOffered('notifications are not stored'),
    Subscribe: noPush,
    GetCurrentMessage: noPush,
    CreatePullPoint: noPullPointFactory,
    DestroyPullPoint: noPullPointFactory,
    GetMessages: noPullPointFactory,
    PauseSubscription: noPause,
    ResumeSubscription: noPause,
    AddEventBroker: noBroker,
    DeleteEventBroker: noBroker,
    GetEventBrokers: noBroker,
  };
  return handlers;
}

/** ONVIF Core, event handling: pull points over one topic set. */
export function createEventService(options: EventServiceOptions): EventService {
  const now = options.now ?? Date.now;
  const hub = new EventHub(options.declarations ?? [], now);
  const points = new PullPoints(options.uptime ?? (() => performance.now()));
  hub.listen((notification) => points.offer(notification));
  const handlers = operations({ hub, points, now });
  const place = {
    path,
    namespace: 'http://www.onvif.org/ver10/events/wsdl',
    version: { Major: 24, Minor: 12 },
    capabilities: () => capabilities(handlers),
    olderCapabilities: (XAddr: string) => ({ Events: olderCapabilities(XAddr, handlers) }),
  };
  return {
    binding: bindService(place, eventsOperations, handlers),
    topics: hub.topics,
    declare: (topics) => hub.topics.declare(topics),
    publish: (message) => hub.publish(message),
    subscribe: (filter, listener) => hub.subscribe(filter, listener),
    endSubscriptionsOf: (user) => points.removeOf(user),
    close: () => points.close(),
  };
}
