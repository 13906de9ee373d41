import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createMonitoring, type ProcessorTime } from '../../../services/device/monitoring.ts';
import type { EventMessage, TopicDeclaration } from '../../../services/events/event-message.ts';
import { until } from '../../until.ts';

const monitoring = suite('monitoring');

const bootedAt = new Date('2026-11-24T12:00:00Z');

monitoring('tells the boot and the processor usage at once, as properties', () => {
  const published: EventMessage[] = [];
  const topics: TopicDeclaration[] = [];
  const events = {
    declare: (more: readonly TopicDeclaration[]) => void topics.push(...more),
    publish: (message: EventMessage) => void published.push(message),
  };
  using watch = createMonitoring({ events, bootedAt });
  watch.start();
  assert.equal(published[0], {
    topic: 'tns1:Monitoring/OperatingTime/LastReboot',
    source: {},
    data: { Status: bootedAt },
    operation: 'Initialized',
  });
  const usage = published[1]?.data.Value;
  assert.ok(typeof usage === 'number' && usage >= 0 && usage <= 100);
  const declared = new Map(topics.map((one) => [one.topic, one]));
  for (const { topic, source, data } of published) {
    assert.equal(Object.keys(source), Object.keys(declared.get(topic)?.source ?? {}));
    assert.equal(Object.keys(data), Object.keys(declared.get(topic)?.data ?? {}));
  }
});

monitoring('tells usage again when it moved, as an average over the time between', async () => {
  const busy = [10, 20, 21, 81, 141];
  let looks = 0;
  const processorTime = (): ProcessorTime => {
    const index = Math.min(looks, busy.length - 1);
    looks += 1;
    return { busy: busy[index] ?? 0, total: index === 0 ? 100 : index * 100 + 100 };
  };
  const published: EventMessage[] = [];
  const events = { declare: () => undefined, publish: (message: EventMessage) => void published.push(message) };
  using watch = createMonitoring({ events, bootedAt, processorTime, interval: 5 });
  watch.start();
  await until(() => looks >= 5);
  watch.stop();
  const told = published.filter(({ topic }) => topic === 'tns1:Monitoring/ProcessorUsage').slice(0, 3);
  assert.equal(
    told.map(({ data, operation }) => [data.Value, operation]),
    [
      [10, 'Initialized'],
      [1, 'Changed'],
      [60, 'Changed'],
    ],
  );
});

monitoring.run();
