import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { systemClock } from '../../../../hal/system/clock.ts';
import type { TopicDeclaration } from '../../../../services/events/event-message.ts';
import { createEventService, type EventService } from '../../../../services/events/service.ts';
import { subscriptionLimits } from '../../../../services/events/subscriptions/subscription-table.ts';
import { topicDialects } from '../../../../services/events/topic-filter.ts';
import { type EventsOperations, eventsOperations } from '../../../../services/generated/events-operations.ts';
import { until } from '../../../until.ts';
import { validateMessages } from '../../discovery/official-validator.ts';
import { Exchange } from '../exchange.ts';
import { ConsumerServer } from './consumers.ts';

const push = suite('push operations');

const declarations: readonly TopicDeclaration[] = [
  { topic: 'tns1:Media/ProfileChanged', property: false, source: { Token: 'tt:ReferenceToken' }, data: {} },
  {
    topic: 'tns1:Device/Trigger/DigitalInput',
    property: true,
    source: { InputToken: 'tt:ReferenceToken' },
    data: { LogicalState: 'xs:boolean' },
  },
];

type Subscribe = EventsOperations['Subscribe']['request'];

interface UnderTest {
  readonly service: EventService;
  readonly soap: Exchange<EventsOperations>;
  readonly consumer: ConsumerServer;
  readonly failures: unknown[];
  /** Subscribes, as when the answer has left; gives the sub-path of the subscription. */
  subscribe(more?: Partial<Subscribe>): Promise<string>;
  input(token: string, state: boolean): void;
  close(): void;
}

const place = 'http://192.0.2.2:8080/onvif/event_service/';

async function underTest(local = true): Promise<UnderTest> {
  const failures: unknown[] = [];
  const rules = { local, ownAddresses: () => ['192.0.2.2'] };
  const onFailure = (_consumer: string, error: unknown): void => void failures.push(error);
  const clocks = { now: () => Date.UTC(2026, 10, 24), uptime: () => 1000 };
  const service = createEventService({ declarations, ...clocks, push: { clock: systemClock, rules, onFailure } });
  const soap = new Exchange<EventsOperations>(service.binding, eventsOperations);
  const consumer = await ConsumerServer.open();
  return {
    ...{ service, soap, consumer, failures },
    subscribe: async (more = {}) => {
      const answered = new AbortController();
      const ConsumerReference = { Address: { value: `${consumer.origin}/webhook/1` } };
      const request = { ConsumerReference, InitialTerminationTime: 'PT600S', ...more };
      const reply = await soap.call('Subscribe', request, { signal: answered.signal });
      assert.is((reply.TerminationTime?.getTime() ?? 0) - (reply.CurrentTime?.getTime() ?? 0), 600_000);
      answered.abort();
      const address = reply.SubscriptionReference.Address.value;
      assert.ok(address.startsWith(place));
      return address.slice(place.length);
    },
    input: (InputToken, LogicalState) =>
      service.publish({
        topic: 'tns1:Device/Trigger/DigitalInput',
        source: { InputToken },
        data: { LogicalState },
        operation: 'Changed',
      }),
    close: () => {
      service.close();
      consumer.close();
    },
  };
}

const filterOf = (topic: string): Pick<Subscribe, 'Filter'> => ({
  Filter: {
    Any: [{ xml: `<wsnt:TopicExpression Dialect="${topicDialects.concreteSet}">${topic}</wsnt:TopicExpression>` }],
  },
});

// shows COR-22
push('a consumer is told the state of properties and then what happens, valid by the schemas', async () => {
  const { soap, consumer, subscribe, input, close } = await underTest();
  input('In1', true);
  const id = await subscribe();
  await until(() => consumer.told.length === 1);
  input('In1', false);
  input('In2', true);
  await until(() => consumer.told.length === 3);
  assert.equal(consumer.told, [
    'DigitalInput Initialized In1 true',
    'DigitalInput Changed In1 false',
    'DigitalInput Changed In2 true',
  ]);
  const [first] = consumer.received;
  assert.is(first?.path, '/webhook/1');
  assert.is(first?.headers['content-type'], 'application/soap+xml; charset=utf-8');
  assert.is(first?.headers.connection, 'close');
  assert.match(first?.text ?? '', 'Action>http://docs.oasis-open.org/wsn/bw-2/NotificationConsumer/Notify<');
  assert.match(first?.text ?? '', `<wsa:Address>${place}${id}</wsa:Address>`);
  await validateMessages(Object.fromEntries(consumer.received.map(({ text }, index) => [`notify-${index}`, text])));
  await soap.validate();
  close();
});

// shows COR-22
push('the manager renews, repeats the state, and ends the subscription', async () => {
  const { soap, consumer, subscribe, input, close } = await underTest();
  input('In1', true);
  const subPath = await subscribe();
  await until(() => consumer.told.length === 1);
  await soap.call('SetSynchronizationPoint', {}, { subPath });
  await until(() => consumer.told.length === 2);
  const renewed = await soap.call('Renew', { TerminationTime: 'PT5M' }, { to: `${place}${subPath}` });
  assert.is((renewed.TerminationTime?.getTime() ?? 0) - (renewed.CurrentTime?.getTime() ?? 0), 300_000);
  assert.is(
    await soap.refusal('PullMessages', { Timeout: 'PT0S', MessageLimit: 1 }, { subPath }),
    'Receiver ResourceUnknownFault',
  );
  const viewer = { name: 'viewer', level: 'User' } as const;
  assert.is(await soap.refusal('Unsubscribe', {}, { subPath, user: viewer }), 'Receiver ResourceUnknownFault');
  await soap.call('Unsubscribe', {}, { subPath });
  assert.is(await soap.refusal('Unsubscribe', {}, { subPath }), 'Receiver ResourceUnknownFault');
  input('In1', false);
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.is(consumer.told.length, 2);
  await soap.validate();
  close();
});

push('a consumer that fails for a while loses nothing', async () => {
  const { consumer, subscribe, input, failures, close } = await underTest();
  consumer.status = 302;
  await subscribe(filterOf('tns1:Device//.'));
  input('In1', true);
  await until(() => consumer.received.length === 1);
  input('In1', false);
  consumer.status = 200;
  await until(() => consumer.told.length >= 3);
  assert.equal(consumer.told.slice(1), ['DigitalInput Changed In1 true', 'DigitalInput Changed In1 false']);
  assert.ok(
    consumer.received.every(({ path }) => path === '/webhook/1'),
    'a redirection is not followed',
  );
  assert.is(failures.length, 2);
  close();
});

push('a consumer that never answers costs ten seconds at most, and no other consumer waits for it', async () => {
  const { consumer, subscribe, input, failures, close } = await underTest();
  const sockets = new Set<Socket>();
  const silent = createServer((socket) => void sockets.add(socket.on('error', () => undefined))).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  await subscribe({ ConsumerReference: { Address: { value: `http://127.0.0.1:${port}/` } } });
  await subscribe();
  input('In1', true);
  await until(() => consumer.told.length === 1);
  assert.equal(failures, []);
  await until(() => failures.length === 1);
  assert.match(String(failures[0]), 'no answer within 10000 ms');
  close();
  for (const socket of sockets) socket.destroy();
  silent.close();
});

push('reference parameters of the consumer come back as header blocks', async () => {
  const { consumer, subscribe, input, close } = await underTest();
  const parameters = { Any: [{ xml: '<tt:Hook xmlns:tt="urn:mine">a&lt;b</tt:Hook>' }] };
  const Address = { value: `${consumer.origin}/webhook/2` };
  await subscribe({ ConsumerReference: { Address, ReferenceParameters: parameters } });
  input('In1', true);
  await until(() => consumer.told.length === 1);
  assert.match(consumer.received[0]?.text ?? '', /<s:Header>.*IsReferenceParameter="true".*>a&lt;b<.*<\/s:Header>/);
  close();
});

push('ChangedOnly leaves out the state at the start', async () => {
  const { consumer, subscribe, input, close } = await underTest();
  input('In1', true);
  await subscribe({ SubscriptionPolicy: { Any: [{ xml: '<tev:ChangedOnly/>' }] } });
  input('In1', false);
  await until(() => consumer.told.length === 1);
  assert.equal(consumer.told, ['DigitalInput Changed In1 false']);
  close();
});

const address = (value: string): Pick<Subscribe, 'ConsumerReference'> => ({
  ConsumerReference: { Address: { value } },
});
const policy = (xml: string): Partial<Subscribe> => ({ SubscriptionPolicy: { Any: [{ xml }] } });

const refused: readonly (readonly [what: string, request: Partial<Subscribe>, fault: string])[] = [
  ['loopback', address('http://127.0.0.1:80/'), 'SubscribeCreationFailedFault'],
  ['the camera itself', address('http://192.0.2.2:8080/onvif/device_service'), 'SubscribeCreationFailedFault'],
  ['link-local', address('http://169.254.169.254/latest'), 'SubscribeCreationFailedFault'],
  ['another scheme', address('file:///etc/passwd'), 'SubscribeCreationFailedFault'],
  ['no address', address('http://www.w3.org:x/2005/08/addressing/anonymous'), 'SubscribeCreationFailedFault'],
  ['an unknown topic', filterOf('tns1:Nowhere'), 'TopicNotSupportedFault'],
  ['an end in the past', { InitialTerminationTime: new Date(0) }, 'UnacceptableInitialTerminationTimeFault'],
  ['raw messages', policy('<wsnt:UseRaw/>'), 'UnsupportedPolicyRequestFault'],
  ['an unknown policy', policy('<tt:Other/>'), 'UnrecognizedPolicyRequestFault'],
];

push('a subscription is refused for what cannot be done, by faults of the schema', async () => {
  const { soap, close } = await underTest(false);
  for (const [what, request, fault] of refused) {
    const whole = { ...address('http://192.0.2.99/hook'), ...request };
    assert.is(await soap.refusal('Subscribe', whole), `Receiver ${fault}`, what);
  }
  await soap.validate();
  close();
});

const staying = (): { signal: AbortSignal } => ({ signal: new AbortController().signal });

push('one user has a bounded number of subscriptions', async () => {
  const { soap, close } = await underTest(false);
  const more = address('http://192.0.2.99/hook');
  for (let left = subscriptionLimits.push.user; left > 0; left -= 1) await soap.call('Subscribe', more, staying());
  assert.is(await soap.refusal('Subscribe', more), 'Receiver SubscribeCreationFailedFault');
  const other = { name: 'viewer', level: 'User' } as const;
  await soap.call('Subscribe', more, { ...staying(), user: other });
  const { Capabilities } = await soap.call('GetServiceCapabilities', {});
  assert.is(Capabilities.MaxNotificationProducers, subscriptionLimits.push.user);
  close();
});

push('GetCurrentMessage gives the last message of one topic', async () => {
  const { soap, input, close } = await underTest();
  const ask = (value: string): EventsOperations['GetCurrentMessage']['request'] => ({
    Topic: { Dialect: topicDialects.concrete, value },
  });
  const topic = 'tns1:Device/Trigger/DigitalInput';
  assert.is(await soap.refusal('GetCurrentMessage', ask(topic)), 'Receiver NoCurrentMessageOnTopicFault');
  input('In1', true);
  const { Any = [] } = await soap.call('GetCurrentMessage', ask(topic));
  assert.is(Any.length, 1);
  assert.is(await soap.refusal('GetCurrentMessage', ask('tns1:None')), 'Receiver TopicNotSupportedFault');
  const several = { Topic: { Dialect: topicDialects.concreteSet, value: 'tns1:Device//.|tns1:Media//.' } };
  assert.is(await soap.refusal('GetCurrentMessage', several), 'Receiver MultipleTopicsSpecifiedFault');
  await soap.validate();
  close();
});

push.run();
