import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PullPoints, pullPointLimit } from '../../../services/events/pull-points.ts';
import { forever, notice, numbersOf, staying } from './notices.ts';
import { refusalOf } from './refusals.ts';

const pullPoints = suite('pull points');

const all = (): boolean => true;

interface UnderTest {
  readonly points: PullPoints;
  /** Lets time pass on the clock that the points look at. */
  readonly pass: (ms: number) => void;
  readonly now: () => number;
}

function underTest(): UnderTest {
  let time = 1_000_000;
  const now = (): number => time;
  const pass = (ms: number): void => {
    time += ms;
  };
  return { points: new PullPoints(now), now, pass };
}

const isUnknown = async (points: PullPoints, id: string): Promise<boolean> =>
  (await refusalOf(() => points.find(id))) === 'wsrf-r:ResourceUnknownFault';

pullPoints('finds what it made until it is removed, by an id that nobody guesses', async () => {
  const { points, now } = underTest();
  const ids = Array.from({ length: 8 }, () => points.create(all, now() + forever).id);
  assert.is(new Set(ids).size, ids.length);
  for (const id of ids) {
    assert.match(id, /^[A-Za-z0-9_-]{22}$/);
    assert.is(points.find(id).id, id);
    points.remove(id);
    assert.ok(await isUnknown(points, id));
    assert.is(await refusalOf(() => points.remove(id)), 'wsrf-r:ResourceUnknownFault');
    assert.is(await refusalOf(() => points.renew(id, now() + forever)), 'wsrf-r:ResourceUnknownFault');
  }
  for (const id of ['', 'x', '__proto__']) assert.ok(await isUnknown(points, id));
});

pullPoints('offers a notification to everyone whose filter wants it', async () => {
  const { points, now } = underTest();
  const [a, b, c] = [all, all, () => false].map((matches) => points.create(matches, now() + forever));
  points.offer(notice(1));
  const pulled = await Promise.all([a, b, c].map((point) => point?.pull(1, 1, staying)));
  assert.equal(
    pulled.map((one) => numbersOf(one ?? [])),
    [[1], [1], []],
  );
  points.close();
});

pullPoints('forgets a subscription at its end', async () => {
  const { points, now, pass } = underTest();
  const { id } = points.create(all, now() + forever);
  pass(forever - 1);
  points.find(id);
  pass(1);
  assert.ok(await isUnknown(points, id));
});

pullPoints('a renewed subscription lives to its new end, later or sooner', async () => {
  const { points, now, pass } = underTest();
  const { id } = points.create(all, now() + 10_000);
  points.renew(id, now() + 30_000);
  pass(20_000);
  assert.is(points.renew(id, now() + 5_000).terminationTime, now() + 5_000);
  pass(5_000);
  assert.ok(await isUnknown(points, id));
});

pullPoints('the end of a subscription ends the call that waits on it, without any other call', async () => {
  const { points, now, pass } = underTest();
  const point = points.create(all, now() + 20);
  const pulled = point.pull(1, forever, staying);
  pass(20);
  assert.equal(await pulled, []);
  assert.ok(await isUnknown(points, point.id));
});

pullPoints('a sooner end by renewal ends the call that waits', async () => {
  const { points, now, pass } = underTest();
  const point = points.create(all, now() + forever);
  const pulled = point.pull(1, forever, staying);
  points.renew(point.id, now() + 20);
  pass(20);
  assert.equal(await pulled, []);
});

pullPoints('a renewed subscription still serves the call that waited over the old end', async () => {
  const { points, now, pass } = underTest();
  const point = points.create(all, now() + 20);
  const pulled = point.pull(1, forever, staying);
  points.renew(point.id, now() + forever);
  pass(20);
  await new Promise((resolve) => setTimeout(resolve, 40));
  points.offer(notice(1));
  assert.equal(numbersOf(await pulled), [1]);
  points.close();
});

pullPoints('unsubscribing and closing end the calls that wait', async () => {
  const { points, now } = underTest();
  const [one, two] = [points.create(all, now() + forever), points.create(all, now() + forever)];
  const pulls = [one.pull(1, forever, staying), two.pull(1, forever, staying)];
  points.remove(one.id);
  assert.equal(await pulls[0], []);
  points.close();
  assert.equal(await pulls[1], []);
  assert.ok(await isUnknown(points, two.id));
});

pullPoints('where the table is full the one that was idle longest gives way', async () => {
  const { points, now, pass } = underTest();
  const made = Array.from({ length: pullPointLimit }, () => {
    pass(1);
    return points.create(all, now() + forever);
  });
  const [oldest, second, third] = made;
  pass(1);
  points.find(oldest?.id ?? '');
  const waiting = second?.pull(1, forever, staying);
  const { id } = points.create(all, now() + forever);
  assert.ok(await isUnknown(points, third?.id ?? ''));
  for (const kept of made.filter((one) => one !== third)) points.find(kept.id);
  points.find(id);
  points.close();
  assert.equal(await waiting, []);
});

pullPoints('an expired subscription gives way before a living one', async () => {
  const { points, now, pass } = underTest();
  const oldest = points.create(all, now() + 2 * forever);
  pass(1);
  for (let left = pullPointLimit - 1; left > 0; left -= 1) points.create(all, now() + forever);
  pass(forever);
  points.create(all, now() + forever);
  assert.is(points.find(oldest.id), oldest);
  points.close();
});

pullPoints('where everybody waits a new client still gets its subscription', async () => {
  const { points, now } = underTest();
  const pulls = Array.from({ length: pullPointLimit }, () =>
    points.create(all, now() + forever).pull(1, forever, staying),
  );
  points.create(all, now() + forever);
  assert.equal(await pulls[0], []);
  points.close();
  assert.equal((await Promise.all(pulls)).flat(), []);
});

pullPoints.run();
