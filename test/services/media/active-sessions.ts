import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createEventService } from '../../../services/events/service.ts';
import { type EventsOperations, eventsOperations } from '../../../services/generated/events-operations.ts';
import { ActiveSessions, type SessionKind, type StreamInUse } from '../../../services/media/active-sessions.ts';
import { Exchange } from '../events/exchange.ts';

const active = suite('active sessions');

const kinds: readonly SessionKind[] = ['VideoEncoder', 'AudioEncoder', 'AudioDecoder', 'Metadata'];
const video = { kind: 'VideoEncoder', token: 'Encoder1' } as const;
const audio = { kind: 'AudioEncoder', token: 'Audio1' } as const;

interface UnderTest {
  readonly sessions: ActiveSessions;
  readonly connect: (id: string, address: string, ...streams: readonly StreamInUse[]) => void;
  readonly soap: Exchange<EventsOperations>;
  /** `Encoder1 Changed 192.0.2.1 192.0.2.2` since the last call. */
  readonly told: () => readonly string[];
  /** The same for what a new subscriber hears. */
  readonly present: () => readonly string[];
}

function underTest(): UnderTest {
  const events = createEventService({});
  const heard: string[] = [];
  const listen = (into: string[]): ReturnType<typeof events.subscribe> =>
    events.subscribe(undefined, ({ topic, items, holder }) => {
      const [message] = holder.Message.Any as readonly { readonly xml: string }[];
      const operation = /PropertyOperation="(\w+)"/.exec(message?.xml ?? '')?.[1];
      into.push([topic.split('/').at(-1), items[0]?.Value, operation, items[1]?.Value].join(' '));
    });
  const subscription = listen(heard);
  const sessions = new ActiveSessions(events, kinds);
  return {
    sessions,
    connect: (id, address, ...streams) => {
      sessions.open(id, address);
      sessions.play(id, streams);
    },
    soap: new Exchange<EventsOperations>(events.binding, eventsOperations),
    told: () => heard.splice(0),
    present: () => subscription.properties().map(({ items }) => items.map(({ Value }) => Value).join(' ')),
  };
}

// shows MD2-20
active('the first client is Initialized, others are Changed, the last one gone is Deleted', () => {
  const { sessions, connect, told, present } = underTest();
  connect('a', '192.0.2.1', video);
  assert.equal(told(), ['VideoEncoder Encoder1 Initialized 192.0.2.1']);
  connect('b', '2001:db8::2', video, audio);
  assert.equal(told(), [
    'VideoEncoder Encoder1 Changed 192.0.2.1 2001:db8::2',
    'AudioEncoder Audio1 Initialized 2001:db8::2',
  ]);
  connect('c', '192.0.2.1', video);
  assert.equal(told(), ['VideoEncoder Encoder1 Changed 192.0.2.1 2001:db8::2 192.0.2.1']);
  assert.equal(present(), ['Encoder1 192.0.2.1 2001:db8::2 192.0.2.1', 'Audio1 2001:db8::2']);
  sessions.end('a');
  sessions.end('b');
  sessions.end('c');
  assert.equal(told(), [
    'VideoEncoder Encoder1 Changed 2001:db8::2 192.0.2.1',
    'VideoEncoder Encoder1 Changed 192.0.2.1',
    'AudioEncoder Audio1 Deleted ',
    'VideoEncoder Encoder1 Deleted ',
  ]);
  assert.equal(present(), []);
});

active('a session is counted once for each of its streams while it plays', () => {
  const { sessions, connect, told } = underTest();
  sessions.open('b', '192.0.2.9');
  assert.equal(told(), []);
  connect('a', '192.0.2.1', video);
  sessions.play('a', [video, audio]);
  sessions.play('a', [video, audio]);
  assert.equal(told(), ['VideoEncoder Encoder1 Initialized 192.0.2.1', 'AudioEncoder Audio1 Initialized 192.0.2.1']);
  sessions.play('a', [audio]);
  assert.equal(told(), ['VideoEncoder Encoder1 Deleted ']);
});

active('an unknown session that ends tells nothing', () => {
  const { sessions, told } = underTest();
  sessions.play('nobody', [video]);
  sessions.end('nobody');
  sessions.reset();
  assert.equal(told(), []);
});

active('all sessions end with the media process, each stream is told once', () => {
  const { sessions, connect, told, present } = underTest();
  for (const id of ['a', 'b', 'c']) connect(id, '192.0.2.1', video);
  told();
  sessions.reset();
  assert.equal(told(), ['VideoEncoder Encoder1 Deleted ']);
  assert.equal(present(), []);
});

active('sessions are told over the wire and by the schemas', async () => {
  const { sessions, connect, soap } = underTest();
  const { SubscriptionReference } = await soap.call('CreatePullPointSubscription', {});
  const subPath = SubscriptionReference.Address.value.split('/').at(-1) ?? '';
  connect('a', '192.0.2.1', ...kinds.map((kind) => ({ kind, token: `${kind}1` })));
  sessions.end('a');
  const answer = await soap.call('PullMessages', { Timeout: 'PT0S', MessageLimit: 100 }, { subPath });
  assert.is(answer.NotificationMessage?.length, 8);
  await soap.call('GetEventProperties', {});
  await soap.validate();
});

active('a storm of clients is told client by client, and stays cheap', () => {
  const { connect, told } = underTest();
  for (let number = 0; number < 512; number++) connect(`${number}`, `192.0.2.${number % 256}`, video);
  const all = told();
  assert.is(all.length, 512);
  assert.is(all.at(-1)?.split(' ').length, 3 + 512);
});

active.run();
