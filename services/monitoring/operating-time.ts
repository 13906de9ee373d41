import { z } from 'zod';
import type { EventSink, TopicDeclaration } from '../events/event-message.ts';
import { type Setting, type SettingDefinition, type Settings, setting } from '../settings/setting.ts';
import { keptIfPossible } from '../settings/storage-error.ts';

/** Times that outlive a restart, in milliseconds since 1970. */
interface StoredTimes {
  readonly lastReset?: number;
  readonly lastBackup?: number;
}

export const operatingTimeSetting: SettingDefinition<StoredTimes> = setting<StoredTimes>({
  name: 'operating-time',
  version: 1,
  schema: z.strictObject({ lastReset: z.int().exactOptional(), lastBackup: z.int().exactOptional() }),
  initial: {},
  reset: 'never',
  secret: false,
  backup: false,
});

type Name = keyof StoredTimes;

const topics: Readonly<Record<Name, string>> = {
  lastReset: 'tns1:Monitoring/OperatingTime/LastReset',
  lastBackup: 'tns1:Monitoring/Backup/Last',
};

/** Time of an event that never occurred (ONVIF Core 8.9.3). */
const never = new Date(0);

/** Tells when the device started. */
export function tellLastReboot(events: EventSink, Status: Date): void {
  const topic = 'tns1:Monitoring/OperatingTime/LastReboot';
  events.declare([{ topic, property: true, source: {}, data: { Status: 'xs:dateTime' } }]);
  events.publish({ topic, source: {}, data: { Status }, operation: 'Initialized' });
}

/** Tells when the device was last reset, and when its settings were last backed up (ONVIF Core 8.9, monitoring events). */
export class OperatingTimes {
  readonly #events: EventSink;
  readonly #stored: Setting<StoredTimes>;
  readonly #now: () => number;

  /** @param now milliseconds since 1970 */
  constructor(settings: Settings, events: EventSink, now: () => number) {
    this.#events = events;
    this.#stored = settings.open(operatingTimeSetting);
    this.#now = now;
    const data = { Status: 'xs:dateTime' };
    events.declare(
      Object.values(topics).map((topic): TopicDeclaration => ({ topic, property: true, source: {}, data })),
    );
    for (const name of ['lastReset', 'lastBackup'] as const) this.#tell(name, 'Initialized');
  }

  /** Notes that something happens now. A storage that does not keep it keeps nothing else from happening. */
  async note(name: Name): Promise<void> {
    const now = Math.trunc(this.#now());
    await keptIfPossible(this.#stored.change((present) => ({ ...present, [name]: now })));
    this.#tell(name, 'Changed');
  }

  #tell(name: Name, operation: 'Initialized' | 'Changed'): void {
    const time = this.#stored.get()[name];
    const Status = time === undefined ? never : new Date(time);
    this.#events.publish({ topic: topics[name], source: {}, data: { Status }, operation });
  }
}
