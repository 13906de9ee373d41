import type { Machine } from '../../../hal/ports/machine.ts';
import type { EventSink, TopicDeclaration } from '../../events/event-message.ts';

const topic = 'tns1:Monitoring/OperatingTime/LastClockSynchronization';

const topics: readonly TopicDeclaration[] = [{ topic, property: true, source: {}, data: { Status: 'xs:dateTime' } }];

/** Tells when the clock was last set or synchronized (ONVIF Core, monitoring events); 1970 = never. Returns how to end it. */
export function tellClockSynchronization(events: EventSink, machine: Pick<Machine, 'now' | 'onClock'>): () => void {
  events.declare(topics);
  const tell = (at: number, operation: 'Initialized' | 'Changed'): void =>
    events.publish({ topic, source: {}, data: { Status: new Date(at) }, operation });
  tell(0, 'Initialized');
  return machine.onClock(() => tell(machine.now(), 'Changed'));
}
