import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { HealthSensors } from '../../../hal/ports/health-sensors.ts';
import { EventHub } from '../../../services/events/event-hub.ts';
import type { Notification } from '../../../services/events/notification.ts';
import { topicDialects } from '../../../services/events/topic-filter.ts';
import type { FilterType } from '../../../services/generated/wsnt.ts';
import { Monitoring, monitorsOf } from '../../../services/monitoring/monitoring.ts';
import { type ProcessorTime, processorUsage } from '../../../services/monitoring/processor-usage.ts';
import { FakeClock } from '../../hal/fake-clock.ts';
import { parseXml } from '../schema/parse-xml.ts';

const monitoring = suite('monitoring');

type Readings = { -readonly [Name in keyof HealthSensors]: ReturnType<HealthSensors[Name]> };

const nothing: Readings = { temperatures: [], fans: [], powerSupplies: [], links: [] };

function sensorsOf(readings: Readings): HealthSensors {
  return {
    temperatures: () => readings.temperatures,
    fans: () => readings.fans,
    powerSupplies: () => readings.powerSupplies,
    links: () => readings.links,
  };
}

function filterOf(topic: string): FilterType {
  const names = 'xmlns:w="http://docs.oasis-open.org/wsn/b-2" xmlns:tns1="http://www.onvif.org/ver10/topics"';
  return {
    Any: [parseXml(`<w:TopicExpression ${names} Dialect="${topicDialects.concreteSet}">${topic}</w:TopicExpression>`)],
  };
}

/** `FanFailure Changed fan1 true` */
function textOf({ topic, items, message }: Notification): string {
  const elements = Object.values(message.elements ?? {}).map(({ value }) => JSON.stringify(value));
  return [topic.split('/').at(-1), message.operation, ...items.map(({ Value }) => Value), ...elements].join(' ');
}

// shows COR-25
monitoring('measures only while somebody wants it, and a new subscriber finds the present state', async () => {
  const [clock, hub, readings] = [new FakeClock(), new EventHub([], () => 0), { ...nothing }];
  const told: string[] = [];
  hub.listen((one) => told.push(textOf(one)));
  readings.fans = [{ name: 'fan1', failed: false }];
  readings.links = [{ name: 'eth0', speed: 1000, duplex: 'Full' }];
  const [, ...monitors] = monitorsOf(sensorsOf(readings));
  using watch = new Monitoring({ events: hub, demand: hub.demand, clock, monitors });
  watch.start();
  const link = (speed: number): string => `{"AutoNegotiation":true,"Speed":${speed},"Duplex":"Full"}`;
  assert.equal(told.splice(0), [`LinkStatus Initialized eth0 ${link(1000)}`, 'FanFailure Initialized fan1 false']);
  assert.is(clock.running, 0);
  readings.fans = [{ name: 'fan1', failed: true }];
  await clock.pass(60_000);
  assert.equal(told, []);
  const other = hub.subscribe(filterOf('tns1:Media//.|tns1:Device/HardwareFailure/FanFailure'), () => undefined);
  assert.equal(told.splice(0), ['FanFailure Changed fan1 true']);
  assert.equal(other.properties().map(textOf), ['FanFailure Initialized fan1 true']);
  readings.links = [{ name: 'eth0', speed: 0, duplex: 'Full' }];
  await clock.pass(5_000);
  assert.equal(told.splice(0), [`LinkStatus Changed eth0 ${link(0)}`]);
  await clock.pass(60_000);
  assert.equal(told, [], 'a state that stays is not told again');
  other.close();
  assert.is(clock.running, 0);
});

monitoring('a machine without sensors has no topics for them', () => {
  const hub = new EventHub([], () => 0);
  using watch = new Monitoring({
    events: hub,
    demand: hub.demand,
    clock: new FakeClock(),
    monitors: monitorsOf(sensorsOf(nothing)),
  });
  watch.start();
  assert.equal(
    hub.topics.all.map(({ topic }) => topic),
    ['tns1:Monitoring/ProcessorUsage'],
  );
});

// shows COR-25
monitoring(
  'temperature is told when it moved by five per cent; critical near the limit, and over below it',
  async () => {
    const [clock, hub, readings] = [new FakeClock(), new EventHub([], () => 0), { ...nothing }];
    const heat = (celsius: number): void => {
      readings.temperatures = [
        { name: 'gpu', celsius: 30, critical: undefined },
        { name: 'cpu', celsius, critical: 85 },
      ];
    };
    heat(50);
    const [, ...monitors] = monitorsOf(sensorsOf(readings));
    using watch = new Monitoring({ events: hub, demand: hub.demand, clock, monitors });
    watch.start();
    const told: string[] = [];
    hub.subscribe(undefined, (one) => told.push(textOf(one)));
    for (const celsius of [51, 52.5, 83, 81, 78.5]) {
      heat(celsius);
      await clock.pass(5_000);
    }
    assert.equal(told, [
      'Temperature Changed 52.5',
      'Temperature Changed 83',
      'TemperatureCritical Changed true',
      'Temperature Changed 78.5',
      'TemperatureCritical Changed false',
    ]);
  },
);

monitoring('processor usage is the average over the time between two looks, told when it moved', async () => {
  const busy = [10, 20, 21, 81, 141];
  let looks = 0;
  const processorTime = (): ProcessorTime => {
    const index = Math.min(looks, busy.length - 1);
    looks += 1;
    return { busy: busy[index] ?? 0, total: index * 100 + 100 };
  };
  const [clock, hub] = [new FakeClock(), new EventHub([], () => 0)];
  const told: string[] = [];
  hub.listen((one) => told.push(textOf(one)));
  using watch = new Monitoring({ events: hub, demand: hub.demand, clock, monitors: [processorUsage(processorTime)] });
  watch.start();
  hub.subscribe(undefined, () => undefined);
  await clock.pass(15_000);
  assert.equal(told, [
    'ProcessorUsage Initialized Processor1 10',
    'ProcessorUsage Changed Processor1 1',
    'ProcessorUsage Changed Processor1 60',
  ]);
});

monitoring.run();
