import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { UserLevel } from '../../../services/auth/user-level.ts';
import { itemFilterDialect } from '../../../services/events/content-filter.ts';
import type { EventMessage, TopicDeclaration } from '../../../services/events/event-message.ts';
import { createEventService, type EventService } from '../../../services/events/service.ts';
import { subscriptionLimits } from '../../../services/events/subscriptions/subscription-table.ts';
import { topicDialects } from '../../../services/events/topic-filter.ts';
import { type EventsOperations, eventsOperations } from '../../../services/generated/events-operations.ts';
import type { PullMessagesResponse } from '../../../services/generated/tev.ts';
import type { XmlElement } from '../../../services/schema/xml-element.ts';
import { Exchange } from './exchange.ts';

const events = suite('event service');

const declarations: readonly TopicDeclaration[] = [
  { topic: 'tns1:Media/ProfileChanged', property: false, source: { Token: 'tt:ReferenceToken' }, data: {} },
  {
    topic: 'tns1:Device/Trigger/DigitalInput',
    property: true,
    source: { InputToken: 'tt:ReferenceToken' },
    key: { Line: 'xs:int' },
    data: { LogicalState: 'xs:boolean', At: 'xs:dateTime' },
  },
];

const start = Date.UTC(2026, 10, 24, 12);

const profileChanged = (Token: string): EventMessage => ({
  topic: 'tns1:Media/ProfileChanged',
  source: { Token },
  data: {},
});

function input(InputToken: string, LogicalState: boolean, operation: 'Changed' | 'Deleted' = 'Changed'): EventMessage {
  const data = { LogicalState, At: new Date(start) };
  return { topic: 'tns1:Device/Trigger/DigitalInput', source: { InputToken }, key: { Line: 1 }, data, operation };
}

interface UnderTest {
  readonly service: EventService;
  readonly soap: Exchange<EventsOperations>;
  readonly pass: (ms: number) => void;
  /** Sets the time of day. */
  readonly step: (ms: number) => void;
  /** Sub-path of a new subscription. */
  readonly subscribe: (request?: EventsOperations['CreatePullPointSubscription']['request']) => Promise<string>;
  readonly pull: (subPath: string, limit?: number) => Promise<PullMessagesResponse>;
}

function underTest(): UnderTest {
  let [time, uptime] = [start, 1_000];
  const service = createEventService({ declarations, now: () => time, uptime: () => uptime });
  const soap = new Exchange<EventsOperations>(service.binding, eventsOperations);
  return {
    service,
    soap,
    pass: (ms) => {
      time += ms;
      uptime += ms;
    },
    step: (ms) => {
      time += ms;
    },
    subscribe: async (request = {}) => {
      const { SubscriptionReference } = await soap.call('CreatePullPointSubscription', request);
      const address = SubscriptionReference.Address.value;
      const place = 'http://192.0.2.2:8080/onvif/event_service/';
      assert.ok(address.startsWith(place));
      return address.slice(place.length);
    },
    pull: (subPath, MessageLimit = 100) => soap.call('PullMessages', { Timeout: 'PT0S', MessageLimit }, { subPath }),
  };
}

/** `ProfileChanged Token=Profile1`, one line a message; properties with their operation. */
function told({ NotificationMessage = [] }: PullMessagesResponse): readonly string[] {
  return NotificationMessage.map(({ Topic, Message }) => {
    const [message] = Message.Any as readonly XmlElement[];
    const operation = message?.attributes.find(({ local }) => local === 'PropertyOperation')?.value;
    const items = message?.children.flatMap(({ children }) => children) ?? [];
    const texts = items.map(({ attributes }) => attributes.map(({ value }) => value).join('='));
    return [Topic?.value?.split('/').at(-1), operation, ...texts].filter((one) => one !== undefined).join(' ');
  });
}

const filterOf = (...xml: readonly string[]): { Filter: { Any: { xml: string }[] } } => ({
  Filter: { Any: xml.map((one) => ({ xml: one })) },
});
const topicFilter = (text: string, dialect: string = topicDialects.concreteSet): string =>
  `<wsnt:TopicExpression Dialect="${dialect}">${text}</wsnt:TopicExpression>`;
const contentFilter = (text: string, dialect: string = itemFilterDialect): string =>
  `<wsnt:MessageContent Dialect="${dialect}">${text}</wsnt:MessageContent>`;

const at = 'At=2026-11-24T12:00:00.000Z';

// shows COR-20
events('a subscription is told what happens, over the wire and by the schemas', async () => {
  const { service, soap, subscribe, pull } = underTest();
  const id = await subscribe();
  assert.equal(told(await pull(id)), []);
  service.publish(profileChanged('Profile1'));
  service.publish(input('In<1>', true));
  const answer = await pull(id);
  assert.equal(told(answer), [
    'ProfileChanged Token=Profile1',
    `DigitalInput Changed InputToken=In<1> Line=1 LogicalState=true ${at}`,
  ]);
  assert.equal(answer.CurrentTime, new Date(start));
  assert.equal(answer.TerminationTime, new Date(start + 60_000));
  assert.equal(told(await pull(id)), []);
  await soap.validate();
  service.close();
});

// shows COR-21
events('a new subscription begins with the present state of every property', async () => {
  const { service, soap, subscribe, pull } = underTest();
  service.publish(profileChanged('Profile1'));
  service.publish(input('In1', true));
  service.publish(input('In2', true));
  service.publish(input('In1', false));
  service.publish(input('In2', false, 'Deleted'));
  const id = await subscribe();
  const initial = [`DigitalInput Initialized InputToken=In1 Line=1 LogicalState=false ${at}`];
  assert.equal(told(await pull(id)), initial);
  await soap.call('SetSynchronizationPoint', {}, { subPath: id });
  assert.equal(told(await pull(id)), initial);
  await soap.validate();
  service.close();
});

events('SetSynchronizationPoint repeats the state to the one who asked, through its filter', async () => {
  const { service, soap, subscribe, pull } = underTest();
  service.publish(input('In1', true));
  const [one, other] = [await subscribe(), await subscribe()];
  const narrow = await subscribe(filterOf(topicFilter('tns1:Media//.')));
  for (const id of [one, other, narrow]) await pull(id);
  for (const subPath of [one, narrow]) await soap.call('SetSynchronizationPoint', {}, { subPath });
  const counts = await Promise.all([one, other, narrow].map(async (id) => told(await pull(id)).length));
  assert.equal(counts, [1, 0, 0]);
  service.close();
});

events('a topic that was not declared is told to nobody; one that is declared later is', async () => {
  const { service, subscribe, pull } = underTest();
  const id = await subscribe();
  const message: EventMessage = { topic: 'tns1:PTZ/Moved', source: {}, data: { Pan: 1.5 } };
  service.publish(message);
  service.declare([{ topic: 'tns1:PTZ/Moved', property: false, source: {}, data: { Pan: 'xs:float' } }]);
  service.publish(message);
  assert.equal(told(await pull(id)), ['Moved Pan=1.5']);
  service.close();
});

events('all filters of a subscription must hold', async () => {
  const { service, subscribe, pull } = underTest();
  const token = 'boolean(//tt:SimpleItem[@Name="Token" and @Value="Profile2"])';
  const id = await subscribe(filterOf(topicFilter('tns1:Media//.'), contentFilter(token)));
  service.publish(profileChanged('Profile1'));
  service.publish(profileChanged('Profile2'));
  service.publish(input('Profile2', true));
  assert.equal(told(await pull(id)), ['ProfileChanged Token=Profile2']);
  service.close();
});

events('MessageLimit bounds each answer, and one of none is one', async () => {
  const { service, subscribe, pull } = underTest();
  const id = await subscribe();
  for (const token of ['1', '2', '3', '4']) service.publish(profileChanged(token));
  assert.is(told(await pull(id, 2)).length, 2);
  for (const limit of [0, -5]) assert.is(told(await pull(id, limit)).length, 1);
  service.close();
});

// shows COR-20
events(
  'a MessageLimit beyond any is cut, and a wait longer than ten minutes gets the fault that tells the limits',
  async () => {
    const { service, soap, subscribe } = underTest();
    const subPath = await subscribe();
    const pulled = soap.call('PullMessages', { Timeout: 'PT10M', MessageLimit: 2_000_000_000 }, { subPath });
    await new Promise((resolve) => setImmediate(resolve));
    service.publish(profileChanged('Profile1'));
    assert.equal(told(await pulled), ['ProfileChanged Token=Profile1']);
    const longer = { Timeout: 'PT10M1S', MessageLimit: 1 };
    assert.is(await soap.refusal('PullMessages', longer, { subPath }), 'Receiver PullMessagesFaultResponse');
    await soap.validate();
    service.close();
  },
);

events(
  'the leaving client ends its PullMessages; Unsubscribe and the end of the service refuse those that wait',
  async () => {
    const { service, soap, subscribe } = underTest();
    const client = new AbortController();
    const [one, two, three] = [await subscribe(), await subscribe(), await subscribe()];
    const wait = { Timeout: 'PT10M', MessageLimit: 1 };
    const left = soap.call('PullMessages', wait, { subPath: two, signal: client.signal });
    const refused = [one, three].map((subPath) => soap.refusal('PullMessages', wait, { subPath }));
    await soap.call('Unsubscribe', {}, { subPath: one });
    client.abort();
    assert.equal(told(await left), []);
    service.close();
    assert.equal(await Promise.all(refused), Array(2).fill('Receiver ResourceUnknownFault'));
    await soap.validate();
  },
);

events('PullMessages keeps a subscription alive for its timeout and says until when', async () => {
  const { service, soap, pass, subscribe } = underTest();
  const subPath = await subscribe({ InitialTerminationTime: 'PT10S' });
  for (let turn = 0; turn < 3; turn += 1) {
    service.publish(profileChanged('Profile1'));
    const answer = await soap.call('PullMessages', { Timeout: 'PT1M', MessageLimit: 1 }, { subPath });
    assert.ok(Number(answer.TerminationTime) - Number(answer.CurrentTime) >= 60_000);
    pass(60_000);
  }
  service.close();
});

events('the end of a subscription cuts no PullMessages that waits', async () => {
  const { service, soap, pass, subscribe } = underTest();
  const subPath = await subscribe({ InitialTerminationTime: 'PT1S' });
  const pulled = soap.call('PullMessages', { Timeout: 'PT1M', MessageLimit: 1 }, { subPath });
  await new Promise((resolve) => setImmediate(resolve));
  pass(59_000);
  service.publish(profileChanged('Profile1'));
  assert.equal(told(await pulled), ['ProfileChanged Token=Profile1']);
  service.close();
});

for (const step of [86_400_000, -3_600_000, -10 * 365 * 86_400_000]) {
  events(`a step of the clock of ${step / 1000} s ends no subscription and prolongs none`, async () => {
    const made = underTest();
    const subPath = await made.subscribe({ InitialTerminationTime: 'PT30S' });
    made.step(step);
    made.pass(29_000);
    const answer = await made.pull(subPath);
    assert.is(Number(answer.CurrentTime), start + step + 29_000);
    const absolute = new Date(start + step + 29_000 + 20_000);
    const renewed = await made.soap.call('Renew', { TerminationTime: absolute }, { subPath });
    assert.equal(renewed.TerminationTime, absolute);
    made.pass(20_000);
    const unknown = await made.soap.refusal('SetSynchronizationPoint', {}, { subPath });
    assert.is(unknown, 'Receiver ResourceUnknownFault');
    made.service.close();
  });
}

events('the operations of a subscription are for its owner and administrators', async () => {
  const { service, soap } = underTest();
  const as = (name: string, level: UserLevel): { readonly user: { name: string; level: UserLevel } } => ({
    user: { name, level },
  });
  const { SubscriptionReference } = await soap.call('CreatePullPointSubscription', {}, as('viewer', 'User'));
  const subPath = SubscriptionReference.Address.value.split('/').at(-1) ?? '';
  const fault = 'Receiver ResourceUnknownFault';
  for (const other of [as('guest', 'User'), as('operator', 'Operator')]) {
    const place = { subPath, ...other };
    assert.is(await soap.refusal('PullMessages', { Timeout: 'PT1S', MessageLimit: 1 }, place), fault);
    assert.is(await soap.refusal('Renew', { TerminationTime: 'PT1M' }, place), fault);
    assert.is(await soap.refusal('SetSynchronizationPoint', {}, place), fault);
    assert.is(await soap.refusal('Unsubscribe', {}, place), fault);
  }
  for (const able of [as('viewer', 'User'), as('admin', 'Administrator')]) {
    assert.is(await soap.refusal('Renew', { TerminationTime: 'PT1M' }, { subPath, ...able }), '');
  }
  const waiting = soap.refusal('PullMessages', { Timeout: 'PT1M', MessageLimit: 1 }, { subPath });
  await new Promise((resolve) => setImmediate(resolve));
  service.endSubscriptionsOf('viewer');
  assert.is(await waiting, fault);
  await soap.validate();
  service.close();
});

events('Renew moves the end, in both directions and no further than a day', async () => {
  const { service, soap, pass, subscribe, pull } = underTest();
  const subPath = await subscribe({ InitialTerminationTime: 'PT20S' });
  pass(19_000);
  const ends: [Date | string | null, number][] = [
    [null, 60_000],
    ['PT10S', 10_000],
    [new Date(start + 100_000), 81_000],
    ['P30D', 86_400_000],
    ['PT30S', 30_000],
  ];
  for (const [TerminationTime, left] of ends) {
    const { CurrentTime, TerminationTime: end } = await soap.call('Renew', { TerminationTime }, { subPath });
    assert.is(Number(end) - Number(CurrentTime), left);
    assert.ok(Number((await pull(subPath)).TerminationTime) >= Number(end));
  }
  assert.is(
    await soap.refusal('Renew', { TerminationTime: 'PT0S' }, { subPath }),
    'Receiver UnacceptableTerminationTimeFault',
  );
  pass(30_000);
  const unknown = await soap.refusal('Renew', { TerminationTime: 'PT60S' }, { subPath });
  assert.is(unknown, 'Receiver ResourceUnknownFault');
  await soap.validate();
  service.close();
});

events('the operations of a subscription know no stranger', async () => {
  const { service, soap, subscribe } = underTest();
  const ended = await subscribe();
  await soap.call('Unsubscribe', {}, { subPath: ended });
  for (const subPath of ['', 'nobody', ended, `${ended}/x`]) {
    const faults = [
      await soap.refusal('PullMessages', { Timeout: 'PT1M', MessageLimit: 1 }, { subPath }),
      await soap.refusal('Renew', { TerminationTime: 'PT1M' }, { subPath }),
      await soap.refusal('SetSynchronizationPoint', {}, { subPath }),
      await soap.refusal('Unsubscribe', {}, { subPath }),
    ];
    assert.equal(new Set(faults), new Set(['Receiver ResourceUnknownFault']));
  }
  await soap.validate();
  service.close();
});

const refused: readonly (readonly [what: string, request: object, fault: string])[] = [
  ['a topic that nobody declared', filterOf(topicFilter('tns1:PTZ//.')), 'TopicNotSupportedFault'],
  ['a malformed topic', filterOf(topicFilter('tns1:Media/*')), 'InvalidTopicExpressionFault'],
  ['a topic with an unbound prefix', filterOf(topicFilter('no:Media')), 'InvalidTopicExpressionFault'],
  ['another topic dialect', filterOf(topicFilter('tns1:Media', 'urn:x')), 'TopicExpressionDialectUnknownFault'],
  [
    'an unknown topic without a dialect',
    filterOf('<wsnt:TopicExpression>tns1:a//.</wsnt:TopicExpression>'),
    'TopicNotSupportedFault',
  ],
  ['a malformed content filter', filterOf(contentFilter('boolean(')), 'InvalidMessageContentExpressionFault'],
  ['another content dialect', filterOf(contentFilter('true()', 'urn:x')), 'InvalidMessageContentExpressionFault'],
  ['another kind of filter', filterOf('<wsnt:ProducerProperties Dialect="urn:x"/>'), 'InvalidFilterFault'],
  ['a filter of a vendor', filterOf('<v:TopicExpression xmlns:v="urn:v"/>'), 'InvalidFilterFault'],
  [
    'more filters than fit',
    filterOf(...Array.from({ length: 17 }, () => topicFilter('tns1:Media//.'))),
    'InvalidFilterFault',
  ],
  ['an end in the past', { InitialTerminationTime: new Date(start - 1) }, 'UnacceptableInitialTerminationTimeFault'],
  ['an end at once', { InitialTerminationTime: 'PT0S' }, 'UnacceptableInitialTerminationTimeFault'],
];

events('a subscription is refused for what cannot be done, by faults of the schema', async () => {
  const { service, soap } = underTest();
  for (const [what, request, fault] of refused) {
    assert.is(await soap.refusal('CreatePullPointSubscription', request), `Receiver ${fault}`, what);
  }
  await soap.validate();
  service.close();
});

events('one subscription too many takes the place of the one that was idle longest', async () => {
  const { service, soap, pass, subscribe, pull } = underTest();
  const ids: string[] = [];
  for (let left = subscriptionLimits.pull.user + 1; left > 0; left -= 1) {
    pass(1);
    ids.push(await subscribe());
  }
  const [first = '', ...others] = ids;
  for (const id of others) await pull(id);
  assert.is(await soap.refusal('Unsubscribe', {}, { subPath: first }), 'Receiver ResourceUnknownFault');
  service.close();
});

// shows COR-23
events('tells its topics and dialects, and how much it can', async () => {
  const { soap } = underTest();
  const properties = await soap.call('GetEventProperties', {});
  assert.equal(properties.TopicExpressionDialect, [topicDialects.concreteSet, topicDialects.concrete]);
  assert.equal(properties.MessageContentFilterDialect, [itemFilterDialect]);
  const roots = properties.TopicSet.Any as readonly XmlElement[];
  assert.equal(
    roots.map(({ namespace, local, children }) => [namespace, local, children[0]?.local]),
    [
      ['http://www.onvif.org/ver10/topics', 'Media', 'ProfileChanged'],
      ['http://www.onvif.org/ver10/topics', 'Device', 'Trigger'],
    ],
  );
  const { Capabilities } = await soap.call('GetServiceCapabilities', {});
  assert.equal([Capabilities.MaxPullPoints, Capabilities.MaxNotificationProducers], [subscriptionLimits.pull.user, 0]);
  await soap.validate();
});

events('has a reason for each operation that it does not offer', async () => {
  const { service, soap } = underTest();
  const { handlers, operations } = service.binding;
  assert.equal(Object.keys(handlers).sort(), Object.keys(operations).sort());
  const reasons = Object.values(handlers).flatMap((one) => (typeof one === 'function' ? [] : [one.reason]));
  assert.is(reasons.length, Object.keys(operations).length - 7);
  assert.match(await soap.refusal('GetEventBrokers', {}), /^Receiver ter:ActionNotSupported/);
  await soap.validate();
});

events.run();
