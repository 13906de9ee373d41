import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { itemFilterDialect } from '../../../services/events/content-filter.ts';
import type { EventMessage } from '../../../services/events/event-message.ts';
import { topicDialects } from '../../../services/events/topic-filter.ts';
import { backlogLimits, documentLimits } from '../../../services/metadata/backlog.ts';
import { pace } from '../../../services/metadata/metadata-stream.ts';
import { eventsOf, token, underTest } from './streams-under-test.ts';

const streams = suite('metadata streams');

const watched = { kind: 'watched', token, watched: true } as const;
const left = { ...watched, watched: false } as const;
const wanted = { kind: 'wanted', token } as const;

const profileChanged = (Token: string): EventMessage => ({
  topic: 'tns1:Media/ProfileChanged',
  source: { Token },
  data: {},
});
const input = (InputToken: string, LogicalState: boolean): EventMessage => ({
  topic: 'tns1:Device/Trigger/DigitalInput',
  source: { InputToken },
  data: { LogicalState },
  operation: 'Changed',
});

streams('writes nothing while nobody watches, and nothing after the last receiver left', () => {
  const { hub, streams, timer, sent, settings } = underTest();
  streams.apply([settings()]);
  streams.take(wanted);
  hub.publish(profileChanged('Profile1'));
  timer.pass(10_000);
  assert.equal(sent(), []);
  streams.take(watched);
  timer.pass(0);
  assert.is(sent().length, 1);
  streams.take(left);
  hub.publish(profileChanged('Profile1'));
  timer.pass(10_000);
  assert.equal(sent(), []);
  assert.ok(timer.idle);
});

// shows STR-72
streams('gives a sign of life in each second, valid and empty', async () => {
  const { streams, timer, sent, settings, validate } = underTest();
  streams.apply([settings()]);
  streams.take(watched);
  timer.pass(10_000);
  const documents = sent();
  assert.ok(documents.length >= 10);
  const gaps = documents.slice(1).map(({ at }, index) => at - (documents[index]?.at ?? 0));
  assert.ok(Math.max(...gaps) < 1000);
  assert.is(
    documents[1]?.xml,
    '<?xml version="1.0" encoding="UTF-8"?>\n<tt:MetadataStream xmlns:tt="http://www.onvif.org/ver10/schema"/>',
  );
  await validate();
});

// shows STR-72, STR-77
streams('tells an event at once, in UTC and without a subscription', async () => {
  const { hub, streams, timer, sent, settings, validate } = underTest();
  streams.apply([settings()]);
  streams.take(watched);
  timer.pass(500);
  sent();
  hub.publish(profileChanged('<Profile & 1>'));
  hub.publish(input('In1', true));
  timer.pass(0);
  const documents = sent();
  assert.is(documents.length, 1);
  assert.equal(eventsOf(documents), ['ProfileChanged <Profile & 1>', 'DigitalInput Changed In1 true']);
  assert.match(documents[0]?.xml ?? '', /UtcTime="2026-11-24T12:00:00\.500Z"/);
  assert.not.match(documents[0]?.xml ?? '', /SubscriptionReference/);
  await validate();
});

// shows STR-56
streams('repeats every property as Initialized when a receiver joins or asks', async () => {
  const { hub, streams, timer, sent, settings, validate } = underTest();
  hub.publish(input('In1', true));
  hub.publish(input('In2', false));
  hub.publish(profileChanged('Profile1'));
  streams.apply([settings()]);
  streams.take(watched);
  timer.pass(500);
  const initialized = ['DigitalInput Initialized In1 true', 'DigitalInput Initialized In2 false'];
  assert.equal(eventsOf(sent()), initialized);
  hub.publish(input('In2', true));
  timer.pass(500);
  assert.equal(eventsOf(sent()), ['DigitalInput Changed In2 true']);
  streams.take(wanted);
  timer.pass(0);
  assert.equal(eventsOf(sent()), [initialized[0], 'DigitalInput Initialized In2 true']);
  hub.publish({ ...input('In1', true), operation: 'Deleted' });
  streams.take(wanted);
  timer.pass(500);
  assert.equal(eventsOf(sent()), ['DigitalInput Deleted In1 true', 'DigitalInput Initialized In2 true']);
  await validate();
});

const topic = `<wsnt:TopicExpression Dialect="${topicDialects.concreteSet}">tns1:Device//.</wsnt:TopicExpression>`;
const content = `<wsnt:MessageContent Dialect="${itemFilterDialect}">boolean(//tt:SimpleItem[@Value="In1"])</wsnt:MessageContent>`;

for (const [name, filters, passing] of [
  ['no filter', [], ['ProfileChanged In1', 'DigitalInput Changed In1 true', 'DigitalInput Changed In2 true']],
  ['a topic filter', [topic], ['DigitalInput Changed In1 true', 'DigitalInput Changed In2 true']],
  ['a content filter', [content], ['ProfileChanged In1', 'DigitalInput Changed In1 true']],
  ['both', [topic, content], ['DigitalInput Changed In1 true']],
] as const) {
  // shows STR-75
  streams(`lets through what passes ${name}, also at a synchronization point`, () => {
    const { hub, streams, timer, sent, filtered } = underTest();
    streams.apply([filtered(...filters)]);
    streams.take(watched);
    timer.pass(500);
    sent();
    for (const message of [profileChanged('In1'), input('In1', true), input('In2', true)]) hub.publish(message);
    timer.pass(500);
    assert.equal(eventsOf(sent()), passing);
    streams.take(wanted);
    timer.pass(0);
    const properties = passing.filter((one) => one.includes('Changed '));
    assert.equal(
      eventsOf(sent()),
      properties.filter((one) => one.startsWith('DigitalInput')).map((one) => one.replace('Changed', 'Initialized')),
    );
  });
}

streams('carries no events where the configuration has none', () => {
  const { hub, streams, timer, sent, settings } = underTest();
  hub.publish(input('In1', true));
  streams.apply([settings({ events: undefined })]);
  streams.take(watched);
  hub.publish(input('In1', false));
  timer.pass(5000);
  assert.equal(eventsOf(sent()), []);
});

streams('a burst of a thousand events is told whole, in order, in few and bounded documents', async () => {
  const { hub, streams, timer, sent, settings, validate } = underTest();
  streams.apply([settings()]);
  streams.take(watched);
  timer.pass(500);
  sent();
  for (let number = 0; number < 1000; number++) hub.publish(profileChanged(`${number}`));
  timer.pass(1000);
  const documents = sent();
  assert.equal(
    eventsOf(documents),
    Array.from({ length: 1000 }, (_, number) => `ProfileChanged ${number}`),
  );
  assert.is(documents.filter((one) => eventsOf([one]).length > 0).length, Math.ceil(1000 / documentLimits.events));
  assert.ok(documents.every((one) => eventsOf([one]).length <= documentLimits.events));
  await validate();
});

streams('more than waits in one stream costs the oldest events', () => {
  const { hub, streams, timer, sent, settings } = underTest();
  streams.apply([settings()]);
  streams.take(watched);
  timer.pass(500);
  sent();
  for (let number = 0; number < backlogLimits.events + 10; number++) hub.publish(profileChanged(`${number}`));
  timer.pass(1000);
  const events = eventsOf(sent());
  assert.is(events.length, backlogLimits.events);
  assert.is(events[0], 'ProfileChanged 10');
});

streams('large events share a document only up to its size', () => {
  const { hub, streams, timer, sent, settings } = underTest();
  streams.apply([settings()]);
  streams.take(watched);
  timer.pass(500);
  sent();
  for (let number = 0; number < 20; number++) hub.publish(profileChanged('x'.repeat(100_000)));
  timer.pass(2000);
  const documents = sent();
  assert.is(eventsOf(documents).length, 20);
  assert.ok(documents.every(({ xml }) => xml.length < 300_000));
});

streams('steady events and synchronization points give twenty documents a second at most', () => {
  const { hub, streams, timer, sent, settings } = underTest();
  streams.apply([settings()]);
  streams.take(watched);
  timer.pass(500);
  sent();
  for (let number = 0; number < 1000; number++) {
    hub.publish(input('In1', number % 2 === 0));
    streams.take(wanted);
    timer.pass(1);
  }
  const documents = sent();
  assert.ok(documents.length > 15);
  for (const [index, { at }] of documents.entries())
    assert.ok(index === 0 || at - (documents[index - 1]?.at ?? 0) >= pace.shortest);
});

streams('new settings hold at once for who is watching, equal ones change nothing', () => {
  const { hub, streams, timer, sent, settings, filtered } = underTest();
  hub.publish(input('In1', true));
  streams.apply([settings({ events: undefined })]);
  streams.take(watched);
  timer.pass(500);
  sent();
  streams.apply([filtered(topic)]);
  timer.pass(0);
  assert.equal(eventsOf(sent()), ['DigitalInput Initialized In1 true']);
  streams.apply([filtered(topic)]);
  timer.pass(200);
  assert.equal(sent(), []);
  streams.apply([]);
  timer.pass(5000);
  assert.equal(sent(), []);
  assert.ok(timer.idle);
});

streams('forgets its receivers when the media process ends', () => {
  const { streams, timer, sent, settings } = underTest();
  streams.apply([settings()]);
  streams.take(watched);
  timer.pass(500);
  sent();
  streams.reset();
  timer.pass(5000);
  assert.equal(sent(), []);
  streams.take(watched);
  timer.pass(0);
  assert.is(sent().length, 1);
});

streams('a stored filter whose topics are gone lets nothing through and leaves the sign of life', () => {
  const { hub, streams, timer, sent, settings } = underTest();
  const gone = `<wsnt:TopicExpression xmlns:wsnt="http://docs.oasis-open.org/wsn/b-2" xmlns:tns1="http://www.onvif.org/ver10/topics" Dialect="${topicDialects.concreteSet}">tns1:Gone//.</wsnt:TopicExpression>`;
  for (const xml of [gone, '<spoilt']) {
    streams.apply([settings({ events: { xml } })]);
    streams.take(watched);
    hub.publish(input('In1', true));
    timer.pass(3000);
    const documents = sent();
    assert.ok(documents.length >= 3);
    assert.equal(eventsOf(documents), []);
  }
});

streams('streams of two configurations do not touch each other', () => {
  const { streams, timer, sent, settings } = underTest();
  streams.apply([settings(), settings({ token: 'Other' })]);
  streams.take(watched);
  streams.take({ ...watched, token: 'Other' });
  streams.take({ ...watched, token: 'Unknown' });
  streams.take(left);
  timer.pass(0);
  assert.equal(
    sent().map((one) => one.token),
    ['Other'],
  );
});

streams.run();
