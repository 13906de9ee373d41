import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PushSubscription } from '../../../../services/events/push/push-subscription.ts';
import { FakeClock } from '../../../hal/fake-clock.ts';
import { everything, notice, numbersOf } from '../notices.ts';

const push = suite('push subscription');

interface UnderTest {
  readonly clock: FakeClock;
  readonly subscription: PushSubscription;
  /** Numbers of each delivery that was tried. */
  readonly tried: (readonly number[])[];
  /** Seconds at which it was tried. */
  readonly times: number[];
  /** Failures that were reported; '' for the end of them. */
  readonly reports: string[];
}

function underTest(takes: () => boolean): UnderTest {
  const clock = new FakeClock();
  const [tried, times, reports]: [(readonly number[])[], number[], string[]] = [[], [], []];
  const facts = { id: 'p', owner: 'admin', filter: everything, end: Number.POSITIVE_INFINITY, now: 0 };
  const subscription = new PushSubscription(facts, {
    clock,
    deliver: async (notifications) => {
      tried.push(numbersOf(notifications));
      times.push(Math.round(clock.now() / 1000));
      if (!takes()) throw new Error('refused');
    },
    onFailure: (error) => reports.push(error instanceof Error ? error.message : ''),
  });
  return { clock, subscription, tried, times, reports };
}

push('sends together what happens together, once it has been started', async () => {
  const { clock, subscription, tried } = underTest(() => true);
  for (const number of [1, 2, 3]) subscription.offer(notice(number));
  await clock.pass(1000);
  assert.equal(tried, []);
  subscription.start();
  await clock.pass(1000);
  subscription.offer(notice(4));
  await clock.pass(1000);
  assert.equal(tried, [[1, 2, 3], [4]]);
  assert.is(clock.running, 0);
});

push('sends at most 128 at once, in order', async () => {
  const { clock, subscription, tried } = underTest(() => true);
  const numbers = Array.from({ length: 150 }, (_, index) => index);
  for (const number of numbers) subscription.offer(notice(number));
  subscription.start();
  await clock.pass(1000);
  assert.equal(
    tried.map(({ length }) => length),
    [128, 22],
  );
  assert.equal(tried.flat(), numbers);
});

push('waits longer after each failure, up to a minute, and loses nothing when the consumer is back', async () => {
  let takes = false;
  const { clock, subscription, tried, times, reports } = underTest(() => takes);
  subscription.start();
  for (const number of [1, 2, 3]) subscription.offer(notice(number));
  await clock.pass(250_000);
  assert.equal(times, [0, 1, 3, 7, 15, 31, 63, 123, 183, 243]);
  assert.equal(reports, ['refused']);
  assert.not.ok(subscription.isInUse());
  takes = true;
  tried.length = 0;
  await clock.pass(60_000);
  assert.equal(tried, [[1], [2, 3]]);
  assert.equal(reports, ['refused', '']);
  assert.ok(subscription.isInUse());
});

push('keeps a bounded number of events for a consumer that never takes them', async () => {
  let takes = false;
  const { clock, subscription, tried } = underTest(() => takes);
  subscription.start();
  for (let number = 0; number < 5000; number += 1) subscription.offer(notice(number));
  await clock.pass(10_000);
  takes = true;
  tried.length = 0;
  await clock.pass(60_000);
  assert.is(tried.flat().length, 1024);
  assert.is(tried.flat().at(-1), 4999);
});

push('sends nothing more and sets no timer once it is closed', async () => {
  const { clock, subscription, tried } = underTest(() => false);
  subscription.start();
  subscription.offer(notice(1));
  await clock.pass(2_000);
  subscription.close();
  tried.length = 0;
  subscription.offer(notice(2));
  await clock.pass(120_000);
  assert.equal(tried, []);
  assert.is(clock.running, 0);
});

push.run();
