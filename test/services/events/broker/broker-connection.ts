import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { BrokerConnection } from '../../../../services/events/broker/broker-connection.ts';
import { type MqttLogin, type MqttMessage, OtherVersion } from '../../../../services/events/broker/mqtt-session.ts';
import type { Notification } from '../../../../services/events/notification.ts';
import { FakeClock } from '../../../hal/fake-clock.ts';
import { notice } from '../notices.ts';

const connection = suite('broker connection');

/** Broker at the other end of the connection: takes what it is told to, in its own time. */
class FarEnd {
  readonly got: string[] = [];
  readonly logins: MqttLogin[] = [];
  /** Kind of the next answers to a login. */
  answer: 'accepts' | 'refuses' | 'other-version' = 'accepts';
  /** It acknowledges messages at once. */
  acknowledges = true;
  #close: () => void = () => undefined;

  open(login: MqttLogin): ReturnType<ConstructorParameters<typeof BrokerConnection>[0]['open']> {
    this.logins.push(login);
    if (this.answer === 'refuses') return Promise.reject(new Error('refused'));
    if (this.answer === 'other-version' && login.version === 4) return Promise.reject(new OtherVersion('version'));
    const closed = new Promise<void>((resolve) => {
      this.#close = resolve;
    });
    const publish = ({ topic, payload }: MqttMessage): Promise<void> => {
      this.got.push(`${topic} ${payload}`);
      return this.acknowledges ? Promise.resolve() : new Promise(() => undefined);
    };
    return Promise.resolve({ closed, publish, end: () => Promise.resolve(this.#close()) });
  }

  breakOff(): void {
    this.#close();
  }
}

interface UnderTest {
  readonly clock: FakeClock;
  readonly far: FarEnd;
  readonly one: BrokerConnection;
  readonly states: string[];
  happen(number: number): void;
}

function underTest(properties: readonly Notification[] = []): UnderTest {
  const [clock, far, states] = [new FakeClock(), new FarEnd(), [] as string[]];
  let listener: (notification: Notification) => void = () => undefined;
  const one = new BrokerConnection({
    clock,
    login: { clientId: 'c', userName: '', password: '' },
    statusTopic: 'status',
    qos: 1,
    subscribe: (told) => {
      listener = told;
      return { properties: () => properties, close: () => undefined };
    },
    messages: ({ items }) => [{ topic: 'event', payload: items[0]?.Value ?? '', qos: 1, retain: false }],
    open: (login) => far.open(login),
    onState: (error) => states.push(error instanceof Error ? error.message : 'connected'),
  });
  return { ...{ clock, far, one, states }, happen: (number) => listener(notice(number)) };
}

connection('tells that the camera is online, the properties, and then what happens', async () => {
  const { clock, far, one, happen } = underTest([notice(100)]);
  one.start();
  await clock.pass(10);
  assert.is(one.status, 'Connected');
  happen(1);
  await clock.pass(10);
  assert.equal(far.got, ['status online', 'event 100', 'event 1']);
  assert.equal(far.logins[0]?.will, { topic: 'status', payload: 'offline', qos: 1, retain: true });
  const stopped = one.stop();
  await clock.pass(5_000);
  await stopped;
  assert.is(far.got.at(-1), 'status offline');
});

connection('keeps what happens while the broker is away, and sends it in order when it is back', async () => {
  const { clock, far, one, states, happen } = underTest([notice(100)]);
  one.start();
  await clock.pass(10);
  far.answer = 'refuses';
  far.breakOff();
  await clock.pass(60_000);
  assert.is.not(one.status, 'Connected');
  for (const number of [1, 2, 3]) happen(number);
  far.got.length = 0;
  far.answer = 'accepts';
  await clock.pass(80_000);
  assert.equal(far.got, ['status online', 'event 1', 'event 2', 'event 3', 'event 100']);
  assert.equal(states, ['connected', 'refused', 'connected']);
  void one.stop();
});

connection('sends again, in order, what the broker had not acknowledged when the connection broke', async () => {
  const { clock, far, one, happen } = underTest();
  one.start();
  await clock.pass(10);
  far.acknowledges = false;
  for (let number = 1; number <= 40; number += 1) happen(number);
  await clock.pass(10);
  assert.is(far.got.length, 1 + 32, 'a bounded number is on its way');
  far.acknowledges = true;
  far.got.length = 0;
  far.breakOff();
  await clock.pass(10_000);
  assert.equal(far.got, ['status online', ...Array.from({ length: 40 }, (_, index) => `event ${index + 1}`)]);
  void one.stop();
});

connection('waits longer after each refusal, up to a minute', async () => {
  const { clock, far, one } = underTest();
  far.answer = 'refuses';
  one.start();
  await clock.pass(600_000);
  // 1 + 2 + 4 + 8 + 16 + 32 + 60 + 60 … seconds, each up to a quarter longer.
  assert.ok(far.logins.length >= 13 && far.logins.length <= 16, `${far.logins.length} attempts`);
  void one.stop();
});

connection('goes on with MQTT 5 where the broker does not speak 3.1.1', async () => {
  const { clock, far, one } = underTest();
  far.answer = 'other-version';
  one.start();
  await clock.pass(5_000);
  assert.equal(
    far.logins.map(({ version }) => version),
    [4, 5],
  );
  assert.is(one.status, 'Connected');
  void one.stop();
});

connection.run();
