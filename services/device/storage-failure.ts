import type { EventSink, TopicDeclaration } from '../events/event-message.ts';
import type { StorageHealth } from '../settings/storage-health.ts';

const storageFailure = 'tns1:Device/HardwareFailure/StorageFailure';

const topics: readonly TopicDeclaration[] = [
  { topic: storageFailure, property: true, source: { Token: 'tt:ReferenceToken' }, data: { Failed: 'xs:boolean' } },
];

/** Tells whether the storage of the settings fails (ONVIF Core, hardware failures). Returns how to end it. */
export function tellStorageFailure(events: EventSink, health: StorageHealth): () => void {
  events.declare(topics);
  let told: boolean | undefined;
  const tell = (): void => {
    const Failed = health.faults.length > 0;
    if (Failed === told) return;
    const operation = told === undefined ? 'Initialized' : 'Changed';
    told = Failed;
    events.publish({ topic: storageFailure, source: { Token: 'Settings' }, data: { Failed }, operation });
  };
  tell();
  return health.onChange(tell);
}
