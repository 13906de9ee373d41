import type { Chapter } from './row.ts';

/** Event service, monitoring events, and brokers. */
export const eventChapters: readonly Chapter[] = [
  {
    title: 'Events',
    rows: [
      {
        id: 'COR-20',
        feature: 'pull points: CreatePullPointSubscription, PullMessages, SetSynchronizationPoint, Renew, Unsubscribe',
        condition: 'mandatory',
      },
      { id: 'COR-21', feature: 'properties: Initialized, Changed, Deleted', condition: 'mandatory' },
      {
        id: 'COR-22',
        feature: 'WS-BaseNotification: Subscribe, Notify, Renew, Unsubscribe',
        condition: 'with MaxNotificationProducers',
      },
      {
        id: 'COR-23',
        feature: 'GetEventProperties: topic set with descriptions, dialects, ItemFilter',
        condition: 'mandatory',
      },
      {
        id: 'COR-24',
        feature: 'termination times relative and absolute, all times UTC with Z',
        condition: 'mandatory',
      },
      {
        id: 'COR-25',
        feature: 'monitoring events and hardware failures, as the machine has them',
        condition: 'recommended',
      },
      { id: 'COR-26', feature: 'events to MQTT brokers as JSON', condition: 'with MaxEventBrokers' },
      {
        id: 'COR-26a',
        feature: 'Seek in stored notifications',
        condition: 'with PersistentNotificationStorage',
        notOffered: 'notifications are not stored: a card would wear out, and recorders keep them',
      },
      {
        id: 'COR-26b',
        feature: 'metadata over MQTT',
        condition: 'with MetadataOverMQTT',
        notOffered: 'metadata goes by RTSP; a broker gets the events',
      },
    ],
  },
];
