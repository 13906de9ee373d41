import { cpus } from 'node:os';
import type { EventSink, TopicDeclaration } from '../events/event-message.ts';

/** Milliseconds over which usage is averaged (recommended by ONVIF Core 8.9.1). */
const interval = 5000;
/** Change of usage in percentage points that is published. */
const step = 5;

const processorUsage = 'tns1:Monitoring/ProcessorUsage';
const lastReboot = 'tns1:Monitoring/OperatingTime/LastReboot';

/** Monitoring properties of the device (ONVIF Core 8.9). */
const monitoringTopics: readonly TopicDeclaration[] = [
  { topic: processorUsage, property: true, source: { Token: 'tt:ReferenceToken' }, data: { Value: 'xs:float' } },
  { topic: lastReboot, property: true, source: {}, data: { Status: 'xs:dateTime' } },
];

/**
 * Processor time since the machine started, in milliseconds, all processors together.
 * @internal
 */
export interface ProcessorTime {
  readonly busy: number;
  readonly total: number;
}

interface MonitoringOptions {
  readonly events: EventSink;
  readonly processorTime?: () => ProcessorTime;
  /** When the device booted. */
  readonly bootedAt: Date;
  readonly interval?: number;
}

/** Publishes the time of the last boot and the processor usage. */
export interface Monitoring extends Disposable {
  start(): void;
  stop(): void;
}

function processorTimeHere(): ProcessorTime {
  const sums = cpus().map(({ times }) => ({
    idle: times.idle,
    total: times.user + times.nice + times.sys + times.irq + times.idle,
  }));
  const total = sums.reduce((sum, one) => sum + one.total, 0);
  return { busy: total - sums.reduce((sum, one) => sum + one.idle, 0), total };
}

export function createMonitoring(options: MonitoringOptions): Monitoring {
  const { events, bootedAt, processorTime = processorTimeHere } = options;
  const source = { Token: 'Processor1' };
  let timer: NodeJS.Timeout | undefined;
  let before: ProcessorTime = { busy: 0, total: 0 };
  let told: number | undefined;
  const look = (): void => {
    const time = processorTime();
    const span = time.total - before.total;
    const usage = span > 0 ? Math.round(((time.busy - before.busy) / span) * 100) : 0;
    before = time;
    if (told !== undefined && Math.abs(usage - told) < step) return;
    const operation = told === undefined ? 'Initialized' : 'Changed';
    told = usage;
    events.publish({ topic: processorUsage, source, data: { Value: usage }, operation });
  };
  const stop = (): void => clearInterval(timer);
  events.declare(monitoringTopics);
  return {
    start() {
      events.publish({ topic: lastReboot, source: {}, data: { Status: bootedAt }, operation: 'Initialized' });
      look();
      timer = setInterval(look, options.interval ?? interval);
      timer.unref();
    },
    stop,
    [Symbol.dispose]: stop,
  };
}
