import { cpus } from 'node:os';
import type { Monitor } from './monitor.ts';

const topic = 'tns1:Monitoring/ProcessorUsage';
/** Change of usage in percentage points that is told. */
const step = 5;

/**
 * Processor time since the machine started, in milliseconds, all processors together.
 * @internal
 */
export interface ProcessorTime {
  readonly busy: number;
  readonly total: number;
}

function processorTimeHere(): ProcessorTime {
  const sums = cpus().map(({ times }) => ({
    idle: times.idle,
    total: times.user + times.nice + times.sys + times.irq + times.idle,
  }));
  const total = sums.reduce((sum, one) => sum + one.total, 0);
  return { busy: total - sums.reduce((sum, one) => sum + one.idle, 0), total };
}

/** Usage of the processors between two looks, in percent (ONVIF Core, monitoring events). */
export function processorUsage(processorTime: () => ProcessorTime = processorTimeHere): Monitor {
  let before: ProcessorTime = { busy: 0, total: 0 };
  let told: number | undefined;
  return {
    topics: [{ topic, property: true, source: { Token: 'tt:ReferenceToken' }, data: { Value: 'xs:float' } }],
    look(states) {
      const time = processorTime();
      const span = time.total - before.total;
      const usage = span > 0 ? Math.round(((time.busy - before.busy) / span) * 100) : 0;
      before = time;
      if (told !== undefined && Math.abs(usage - told) < step) return;
      told = usage;
      states.tell({ topic, source: { Token: 'Processor1' }, data: { Value: usage } });
    },
  };
}
