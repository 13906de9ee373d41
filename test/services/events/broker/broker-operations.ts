import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { systemClock } from '../../../../hal/system/clock.ts';
import { brokerLimit } from '../../../../services/events/broker/broker-setting.ts';
import { createEventService } from '../../../../services/events/service.ts';
import { topicDialects } from '../../../../services/events/topic-filter.ts';
import { type EventsOperations, eventsOperations } from '../../../../services/generated/events-operations.ts';
import type { EventBrokerConfig } from '../../../../services/generated/tev.ts';
import type { XmlElement } from '../../../../services/schema/xml-element.ts';
import { memorySettings } from '../../settings/memory-settings.ts';
import { Exchange } from '../exchange.ts';

const operations = suite('broker operations');

const declarations = [{ topic: 'tns1:Media/ProfileChanged', property: false, source: {}, data: {} }];

function underTest(local = true): Exchange<EventsOperations> {
  const service = createEventService({
    declarations,
    brokers: {
      settings: memorySettings(),
      rules: { local, ownAddresses: () => ['192.0.2.2'] },
      clock: systemClock,
      keys: {
        credentials: (id) => (id === 'Key1' ? { cert: '', key: '' } : undefined),
        anchors: (id) => (id === 'Policy1' ? [''] : undefined),
      },
      device: { id: 'uuid-1', name: 'n', manufacturer: 'm', model: 'm', version: '1' },
      homeAssistant: false,
      onState: () => undefined,
    },
  });
  return new Exchange<EventsOperations>(service.binding, eventsOperations);
}

const broker = (more: Partial<EventBrokerConfig> = {}): EventsOperations['AddEventBroker']['request'] => ({
  EventBroker: { Address: 'mqtt://broker.example:1883', TopicPrefix: 'MyDevice', ...more },
});

const filter = (topic: string): Partial<EventBrokerConfig> => ({
  PublishFilter: {
    Any: [{ xml: `<wsnt:TopicExpression Dialect="${topicDialects.concreteSet}">${topic}</wsnt:TopicExpression>` }],
  },
});

// shows COR-26
operations('a broker is added, read without its password, changed by its address, and deleted', async () => {
  const soap = underTest();
  const facts = { UserName: 'u', Password: 'secret', QoS: 1, CertificateID: 'Key1' };
  await soap.call('AddEventBroker', broker({ ...facts, ...filter('tns1:Media//.') }));
  await soap.call('AddEventBroker', broker({ Address: 'wss://192.0.2.9/mqtt', TopicPrefix: 'Other' }));
  const [one, other, ...more] = (await soap.call('GetEventBrokers', {})).EventBroker ?? [];
  assert.equal(more, []);
  const { PublishFilter, ...plain } = one ?? {};
  assert.equal(plain, {
    Address: 'mqtt://broker.example:1883',
    TopicPrefix: 'MyDevice',
    UserName: 'u',
    CertificateID: 'Key1',
    QoS: 1,
    Status: 'Offline',
  });
  const [expression] = (PublishFilter?.Any ?? []) as readonly XmlElement[];
  assert.is(expression?.text, 'tns1:Media//.');
  assert.equal(other, { Address: 'wss://192.0.2.9/mqtt', TopicPrefix: 'Other', QoS: 0, Status: 'Offline' });
  await soap.call('AddEventBroker', broker({ TopicPrefix: 'Renamed', CertPathValidationPolicyID: 'Policy1' }));
  const Address = 'mqtt://broker.example:1883';
  const changed = (await soap.call('GetEventBrokers', { Address })).EventBroker ?? [];
  assert.equal(changed, [
    { Address, TopicPrefix: 'Renamed', QoS: 0, Status: 'Offline', CertPathValidationPolicyID: 'Policy1' },
  ]);
  await soap.call('DeleteEventBroker', { Address });
  assert.is(await soap.refusal('DeleteEventBroker', { Address }), 'Sender ter:InvalidArgVal ter:InvalidAddress');
  assert.is(await soap.refusal('GetEventBrokers', { Address }), 'Sender ter:InvalidArgVal ter:InvalidAddress');
  const { Capabilities } = await soap.call('GetServiceCapabilities', {});
  assert.equal([Capabilities.EventBrokerProtocols, Capabilities.MaxEventBrokers], ['mqtt mqtts ws wss', brokerLimit]);
  await soap.validate();
});

const refused: readonly (readonly [what: string, more: Partial<EventBrokerConfig>, codes: string])[] = [
  ['another scheme', { Address: 'amqp://192.0.2.9' }, 'Sender ter:InvalidArgVal ter:InvalidProtocol'],
  ['no scheme', { Address: '192.0.2.9:1883' }, 'Sender ter:InvalidArgVal ter:InvalidAddress'],
  ['no host', { Address: 'mqtt://' }, 'Sender ter:InvalidArgVal ter:InvalidAddress'],
  ['credentials in the address', { Address: 'mqtt://u:p@192.0.2.9' }, 'Sender ter:InvalidArgVal ter:InvalidAddress'],
  ['loopback', { Address: 'mqtt://127.0.0.1' }, 'Sender ter:InvalidArgVal ter:InvalidAddress'],
  ['the camera itself', { Address: 'ws://192.0.2.2:8080/' }, 'Sender ter:InvalidArgVal ter:InvalidAddress'],
  ['an unknown topic', filter('tns1:None'), 'Sender ter:InvalidArgVal ter:InvalidFilter'],
  ['an empty prefix', { TopicPrefix: ' ' }, 'Sender ter:InvalidArgVal'],
  ['a wildcard in the prefix', { TopicPrefix: 'a/#' }, 'Sender ter:InvalidArgVal'],
  ['a QoS that is none', { QoS: 3 }, 'Sender ter:InvalidArgVal'],
  ['an unknown certificate', { CertificateID: 'Key2' }, 'Sender ter:InvalidArgVal'],
  ['an unknown policy', { CertPathValidationPolicyID: 'Policy2' }, 'Sender ter:InvalidArgVal'],
];

operations('a broker is refused for what cannot be done, and nothing is kept of it', async () => {
  const soap = underTest(false);
  for (const [what, more, codes] of refused) assert.is(await soap.refusal('AddEventBroker', broker(more)), codes, what);
  assert.equal((await soap.call('GetEventBrokers', {})).EventBroker ?? [], []);
  await soap.validate();
});

operations('one broker too many is refused, and those that are there can still be changed', async () => {
  const soap = underTest();
  for (let number = 0; number < brokerLimit; number += 1)
    await soap.call('AddEventBroker', broker({ Address: `mqtt://192.0.2.${number + 10}` }));
  const more = broker({ Address: 'mqtt://192.0.2.99' });
  assert.is(await soap.refusal('AddEventBroker', more), 'Receiver ter:Action ter:TooManyEventBrokers');
  await soap.call('AddEventBroker', broker({ Address: 'mqtt://192.0.2.10', TopicPrefix: 'New' }));
});

operations.run();
