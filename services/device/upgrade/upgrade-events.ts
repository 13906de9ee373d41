import { randomUUID } from 'node:crypto';
import type { EventSink, TopicDeclaration } from '../../events/event-message.ts';
import type { UpgradeOperation } from './upgrade.ts';

const status = 'tns1:Monitoring/AsynchronousOperationStatus';
const begun = 'tns1:Device/OperationMode/UploadInitiated';

const topics: readonly TopicDeclaration[] = [
  {
    topic: status,
    property: true,
    source: { Token: 'tt:ReferenceToken', OperationName: 'xs:string', ServiceName: 'xs:string' },
    data: { Progress: 'xs:float', Alias: 'xs:string' },
  },
  { topic: begun, property: false, source: {}, data: {} },
];

/** Progress of one upgrade, told to subscribers. */
interface UpgradeStatus {
  /** @param part 0 to 1 */
  progress(part: number): void;
  end(result: string): void;
  fail(reason: string): void;
}

/** Part of the work after which the next event is sent. */
const step = 0.1;

/** Events of upgrades: upload begins, progress and result (ONVIF Core, status of asynchronous operations, device management). */
export class UpgradeEvents {
  readonly #events: EventSink;

  constructor(events: EventSink) {
    this.#events = events;
    events.declare(topics);
  }

  begin(operation: UpgradeOperation): UpgradeStatus {
    const source = { Token: randomUUID(), OperationName: operation, ServiceName: 'Device' };
    let told = 0;
    let isNew = true;
    const tell = (Progress: number, Alias: string): void => {
      told = Progress;
      const kind = isNew ? 'Initialized' : 'Changed';
      isNew = false;
      this.#events.publish({ topic: status, source, data: { Progress, Alias }, operation: kind });
    };
    const close = (): void =>
      this.#events.publish({ topic: status, source, data: { Progress: told, Alias: '' }, operation: 'Deleted' });
    this.#events.publish({ topic: begun, source: {}, data: {} });
    tell(0, 'uploading');
    return {
      progress: (part) => {
        // The last step is told with the result.
        if (part < 1 && part - told >= step) tell(Math.round(part * 100) / 100, 'uploading');
      },
      end: (result) => tell(1, result),
      fail: (reason) => {
        tell(told, `failed: ${reason}`);
        close();
      },
    };
  }
}
