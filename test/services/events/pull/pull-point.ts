import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PullPoint } from '../../../../services/events/pull/pull-point.ts';
import { everything, forever, notice, numbersOf, staying } from '../notices.ts';
import { refusalOf } from '../refusals.ts';

const pullPoint = suite('pull point');

function point(): PullPoint {
  return new PullPoint({ id: 'p', owner: 'admin', filter: everything, end: Number.POSITIVE_INFINITY, now: 0 });
}

const range = (first: number, count: number): readonly number[] => Array.from({ length: count }, (_, i) => first + i);

pullPoint('gives at once what has gathered, in order, at most as many as were asked for', async () => {
  const one = point();
  for (const number of range(1, 5)) one.offer(notice(number));
  assert.equal(numbersOf(await one.pull(2, forever, staying)), [1, 2]);
  assert.equal(numbersOf(await one.pull(100, forever, staying)), [3, 4, 5]);
});

pullPoint('keeps the newest 1024 for a client that does not come', async () => {
  const one = point();
  for (const number of range(1, 1100)) one.offer(notice(number));
  assert.equal(numbersOf(await one.pull(1024, forever, staying)), range(77, 1024));
});

pullPoint('answers a waiting call with all that is published together', async () => {
  const one = point();
  const pulled = one.pull(10, forever, staying);
  assert.ok(one.isInUse(1_000_000));
  for (const number of range(1, 3)) one.offer(notice(number));
  assert.equal(numbersOf(await pulled), [1, 2, 3]);
  assert.not.ok(one.isInUse(1_000_000));
});

pullPoint('serves waiting calls in their order, each within its limit', async () => {
  const one = point();
  const pulls = [one.pull(2, forever, staying), one.pull(1, forever, staying), one.pull(5, forever, staying)];
  for (const number of range(1, 4)) one.offer(notice(number));
  assert.equal((await Promise.all(pulls)).map(numbersOf), [[1, 2], [3], [4]]);
});

pullPoint('is empty at the timeout, and the event that comes later waits for the next call', async () => {
  const one = point();
  assert.equal(await one.pull(1, 0, staying), []);
  assert.equal(await one.pull(1, 5, staying), []);
  assert.not.ok(one.isInUse(10_000));
  one.offer(notice(1));
  assert.equal(numbersOf(await one.pull(1, forever, staying)), [1]);
});

pullPoint('counts as polled for ten seconds after a call, and not before the first one', async () => {
  const one = point();
  assert.not.ok(one.isInUse(0));
  await one.pull(1, 0, staying);
  assert.equal(
    [0, 9_999, 10_000].map((now) => one.isInUse(now)),
    [true, true, false],
  );
});

pullPoint('a fifth waiting call is refused, and cuts none of those that wait', async () => {
  const one = point();
  const pulls = range(1, 4).map(() => one.pull(1, forever, staying));
  assert.is(await refusalOf(() => one.pull(1, forever, staying)), 'wsnt:UnableToGetMessagesFault');
  for (const number of range(1, 4)) one.offer(notice(number));
  assert.equal((await Promise.all(pulls)).map(numbersOf), [[1], [2], [3], [4]]);
});

pullPoint('a client that goes away ends its own call only', async () => {
  const one = point();
  const client = new AbortController();
  const gone = one.pull(1, forever, client.signal);
  const stays = one.pull(1, forever, staying);
  client.abort();
  assert.equal(await gone, []);
  one.offer(notice(1));
  assert.equal(numbersOf(await stays), [1]);
});

pullPoint('a client that is gone already neither waits nor takes anything', async () => {
  const one = point();
  assert.equal(await one.pull(1, forever, AbortSignal.abort()), []);
  assert.not.ok(one.isInUse(0));
  one.offer(notice(1));
  assert.equal(await one.pull(1, forever, AbortSignal.abort()), []);
  assert.equal(numbersOf(await one.pull(1, forever, staying)), [1]);
});

pullPoint('a call that is over listens to its client no more', async () => {
  const one = point();
  const client = new AbortController();
  const pulled = one.pull(1, forever, client.signal);
  one.offer(notice(1));
  await pulled;
  client.abort();
  const next = one.pull(1, forever, staying);
  one.offer(notice(2));
  assert.equal(numbersOf(await next), [2]);
});

pullPoint('closing ends every waiting call and forgets what gathered', async () => {
  const one = point();
  const pulls = range(1, 3).map(() => one.pull(1, forever, staying));
  one.offer(notice(1));
  one.close();
  assert.equal(await Promise.all(pulls), [[], [], []]);
  assert.equal(await one.pull(1, 0, staying), []);
});

pullPoint.run();
