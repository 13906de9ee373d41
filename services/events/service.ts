import { type EventsOperations, eventsOperations } from '../generated/events-operations.ts';
import type { Capabilities } from '../generated/tev.ts';
import type { EventCapabilities } from '../generated/tt.ts';
import { offers } from '../soap/feature.ts';
import { bindService, type Handlers, notOffered, type ServiceBinding } from '../soap/service.ts';
import { brokerProtocols } from './broker/broker-address.ts';
import { brokerOperations } from './broker/broker-operations.ts';
import { brokerLimit } from './broker/broker-setting.ts';
import { EventBrokers, type EventBrokersOptions } from './broker/event-brokers.ts';
import { itemFilterDialect } from './content-filter.ts';
import type { Demand } from './demand.ts';
import { EventHub, type EventSource } from './event-hub.ts';
import type { EventSink, TopicDeclaration } from './event-message.ts';
import { pullOperations } from './pull/pull-operations.ts';
import { type PushOptions, pushOperations } from './push/push-operations.ts';
import { type EventParts, eventPath } from './subscriptions/event-parts.ts';
import { managerOperations } from './subscriptions/manager-operations.ts';
import { SubscriptionTable, subscriptionLimits } from './subscriptions/subscription-table.ts';
import { topicDialects } from './topic-filter.ts';
import { topicSet } from './topic-set.ts';

interface EventServiceOptions {
  /** Topics that no other publisher declares. */
  readonly declarations?: readonly TopicDeclaration[];
  /** Wall clock, milliseconds since 1970: what clients are told. */
  readonly now?: () => number;
  /** Monotonic milliseconds: what durations are measured by. */
  readonly uptime?: () => number;
  /** Ways to send notifications; without them clients can only pull. */
  readonly push?: PushOptions;
  /** Brokers to which events are published, where the device has a place for their settings. */
  readonly brokers?: EventBrokersOptions;
}

/** The event service: others publish to it, clients pull from it, and streams of this process subscribe to it. */
export interface EventService extends EventSink, EventSource {
  readonly binding: ServiceBinding;
  /** Topics that somebody wants. */
  readonly demand: Demand;
  /** Ends the subscriptions of a user whose password was changed, or who was deleted. */
  endSubscriptionsOf(user: string): void;
  /** Event brokers; they are started once all topics are declared. */
  readonly brokers: EventBrokers | undefined;
  close(): void;
}

const noPush = notOffered('notifications are pulled, not pushed');
const noBroker = notOffered('no event broker');
const noBrokers = { AddEventBroker: noBroker, DeleteEventBroker: noBroker, GetEventBrokers: noBroker };
const noPullPointFactory = notOffered('WS-BaseNotification pull points: use CreatePullPointSubscription');
const noPause = notOffered('subscriptions cannot be paused');

function capabilities(handlers: Handlers<EventsOperations>): Capabilities {
  return {
    WSSubscriptionPolicySupport: true,
    WSPausableSubscriptionManagerInterfaceSupport: offers(handlers, 'PauseSubscription', 'ResumeSubscription'),
    MaxNotificationProducers: offers(handlers, 'Subscribe') ? subscriptionLimits.push.user : 0,
    MaxPullPoints: subscriptionLimits.pull.user,
    PersistentNotificationStorage: offers(handlers, 'Seek'),
    ...(offers(handlers, 'AddEventBroker')
      ? { EventBrokerProtocols: brokerProtocols.join(' '), MaxEventBrokers: brokerLimit }
      : { MaxEventBrokers: 0 }),
  };
}

/** Same flags in the older form of GetCapabilities (tt:EventCapabilities). */
function olderCapabilities(XAddr: string, handlers: Handlers<EventsOperations>): EventCapabilities {
  return {
    XAddr,
    WSSubscriptionPolicySupport: true,
    WSPullPointSupport: offers(handlers, 'CreatePullPointSubscription'),
    WSPausableSubscriptionManagerInterfaceSupport: offers(handlers, 'PauseSubscription', 'ResumeSubscription'),
  };
}

function eventProperties({ hub }: EventParts): EventsOperations['GetEventProperties']['response'] {
  return {
    TopicNamespaceLocation: ['http://www.onvif.org/onvif/ver10/topics/topicns.xml'],
    FixedTopicSet: true,
    TopicSet: { Any: topicSet(hub.topics.all) },
    TopicExpressionDialect: [topicDialects.concreteSet, topicDialects.concrete],
    MessageContentFilterDialect: [itemFilterDialect],
    MessageContentSchemaLocation: ['http://www.onvif.org/onvif/ver10/schema/onvif.xsd'],
  };
}

function operations(
  parts: EventParts,
  push: PushOptions | undefined,
  brokers: EventBrokers | undefined,
): Handlers<EventsOperations> {
  const handlers: Handlers<EventsOperations> = {
    ...managerOperations(parts),
    ...pullOperations(parts),
    ...(push === undefined ? { Subscribe: noPush, GetCurrentMessage: noPush } : pushOperations(parts, push)),
    GetServiceCapabilities: () => ({ Capabilities: capabilities(handlers) }),
    GetEventProperties: () => eventProperties(parts),
    Seek: notOffered('notifications are not stored'),
    CreatePullPoint: noPullPointFactory,
    DestroyPullPoint: noPullPointFactory,
    GetMessages: noPullPointFactory,
    PauseSubscription: noPause,
    ResumeSubscription: noPause,
    ...(brokers === undefined ? noBrokers : brokerOperations(brokers)),
  };
  return handlers;
}

/** ONVIF Core, event handling: pull points and pushed notifications over one topic set. */
export function createEventService(options: EventServiceOptions): EventService {
  const now = options.now ?? Date.now;
  const hub = new EventHub(options.declarations ?? [], now);
  const table = new SubscriptionTable(options.uptime ?? (() => performance.now()), () => hub.demand.review());
  hub.demand.add(table);
  hub.listen((notification) => table.offer(notification));
  const brokers = options.brokers === undefined ? undefined : new EventBrokers(options.brokers, hub);
  const handlers = operations({ hub, table, now }, options.push, brokers);
  const place = {
    path: eventPath,
    namespace: 'http://www.onvif.org/ver10/events/wsdl',
    version: { Major: 24, Minor: 12 },
    capabilities: () => capabilities(handlers),
    olderCapabilities: (XAddr: string) => ({ Events: olderCapabilities(XAddr, handlers) }),
  };
  return {
    binding: bindService(place, eventsOperations, handlers),
    topics: hub.topics,
    demand: hub.demand,
    declare: (topics) => hub.topics.declare(topics),
    publish: (message) => hub.publish(message),
    subscribe: (filter, listener) => hub.subscribe(filter, listener),
    endSubscriptionsOf: (user) => table.removeOf(user),
    brokers,
    close: () => table.close(),
  };
}
