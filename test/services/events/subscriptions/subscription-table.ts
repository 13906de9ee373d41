import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PullPoint } from '../../../../services/events/pull/pull-point.ts';
import {
  type Caller,
  SubscriptionTable,
  subscriptionLimits,
} from '../../../../services/events/subscriptions/subscription-table.ts';
import { everything, forever, notice, numbersOf, staying } from '../notices.ts';
import { refusalOf } from '../refusals.ts';

const pullPoints = suite('subscription table');

const all = (): boolean => true;

interface UnderTest {
  readonly points: SubscriptionTable;
  readonly create: (facts?: {
    lifetime?: number;
    owner?: string;
    matches?: PullPoint['filter']['matches'];
  }) => PullPoint;
  /** As many subscriptions as one user may have, each a millisecond after the one before. */
  readonly fill: (owner: string) => readonly PullPoint[];
  /** Lets time pass on the clock that the points look at. */
  readonly pass: (ms: number) => void;
}

function underTest(): UnderTest {
  let time = 1_000_000;
  const pass = (ms: number): void => {
    time += ms;
  };
  const points = new SubscriptionTable(() => time);
  const create: UnderTest['create'] = ({ lifetime = forever, owner = 'admin', matches = all } = {}) =>
    points.create({
      kind: 'pull',
      owner,
      filter: { ...everything, matches },
      lifetime,
      make: (facts) => new PullPoint(facts),
    });
  const fill = (owner: string): readonly PullPoint[] =>
    Array.from({ length: subscriptionLimits.pull.user }, () => {
      pass(1);
      return create({ owner });
    });
  return { points, create, fill, pass };
}

const admin: Caller = { name: 'admin', level: 'Administrator' };
const viewer: Caller = { name: 'viewer', level: 'User' };

const isUnknown = async (points: SubscriptionTable, id: string, caller = admin): Promise<boolean> =>
  (await refusalOf(() => points.find(id, caller))) === 'wsrf-r:ResourceUnknownFault';

pullPoints('finds what it made until it is removed, by an id that nobody guesses', async () => {
  const { points, create } = underTest();
  const made = Array.from({ length: 8 }, () => create());
  assert.is(new Set(made.map(({ id }) => id)).size, made.length);
  for (const point of made) {
    assert.match(point.id, /^[A-Za-z0-9_-]{22}$/);
    assert.is(points.find(point.id, admin), point);
    assert.ok(points.has(point));
    points.remove(point);
    assert.not.ok(points.has(point));
    assert.ok(await isUnknown(points, point.id));
  }
  for (const id of ['', 'x', '__proto__']) assert.ok(await isUnknown(points, id));
});

pullPoints('finds a subscription for its owner and for administrators only', async () => {
  const { points, create } = underTest();
  const [own, other] = [create({ owner: 'viewer' }), create({ owner: 'operator' })];
  assert.is(points.find(own.id, viewer), own);
  assert.is(points.find(own.id, admin), own);
  assert.ok(await isUnknown(points, other.id, viewer));
  assert.ok(await isUnknown(points, own.id, { name: 'operator', level: 'Operator' }));
  points.close();
});

pullPoints('offers a notification to everyone whose filter wants it', async () => {
  const { points, create } = underTest();
  const made = [all, all, () => false].map((matches) => create({ matches }));
  points.offer(notice(1));
  const pulled = await Promise.all(made.map((point) => point.pull(1, 1, staying)));
  assert.equal(pulled.map(numbersOf), [[1], [1], []]);
  points.close();
});

pullPoints('forgets a subscription at its end', async () => {
  const { points, create, pass } = underTest();
  const { id } = create();
  pass(forever - 1);
  points.find(id, admin);
  pass(1);
  assert.ok(await isUnknown(points, id));
});

pullPoints('a renewed subscription lives to its new end, later or sooner', async () => {
  const { points, create, pass } = underTest();
  const point = create({ lifetime: 10_000 });
  points.renew(point, 30_000);
  pass(20_000);
  points.renew(point, 5_000);
  assert.is(points.left(point), 5_000);
  pass(5_000);
  assert.ok(await isUnknown(points, point.id));
});

pullPoints('a subscription that is kept alive never ends sooner than before', () => {
  const { points, create } = underTest();
  const point = create({ lifetime: 10_000 });
  points.keepAlive(point, 5_000);
  assert.is(points.left(point), 10_000);
  points.keepAlive(point, 60_000);
  assert.is(points.left(point), 60_000);
  points.close();
});

pullPoints('the end of a subscription ends the call that waits on it, without any other call', async () => {
  const { points, create, pass } = underTest();
  const point = create({ lifetime: 20 });
  const pulled = point.pull(1, forever, staying);
  pass(20);
  assert.equal(await pulled, []);
  assert.ok(await isUnknown(points, point.id));
});

pullPoints('a sooner end by renewal ends the call that waits', async () => {
  const { points, create, pass } = underTest();
  const point = create();
  const pulled = point.pull(1, forever, staying);
  points.renew(point, 20);
  pass(20);
  assert.equal(await pulled, []);
});

pullPoints('a renewed subscription still serves the call that waited over the old end', async () => {
  const { points, create, pass } = underTest();
  const point = create({ lifetime: 20 });
  const pulled = point.pull(1, forever, staying);
  points.renew(point, forever);
  pass(20);
  await new Promise((resolve) => setTimeout(resolve, 40));
  points.offer(notice(1));
  assert.equal(numbersOf(await pulled), [1]);
  points.close();
});

pullPoints('removing, a changed password and closing end the calls that wait', async () => {
  const { points, create } = underTest();
  const [one, two, three] = [create(), create({ owner: 'viewer' }), create()];
  const pulls = [one, two, three].map((point) => point.pull(1, forever, staying));
  points.remove(one);
  assert.equal(await pulls[0], []);
  points.removeOf('viewer');
  assert.equal(await pulls[1], []);
  assert.ok(points.has(three));
  points.close();
  assert.equal(await pulls[2], []);
  assert.ok(await isUnknown(points, three.id));
});

pullPoints('where one user has too many, the one that nobody polled for longest gives way', async () => {
  const { points, create, fill, pass } = underTest();
  const made = fill('admin');
  const [oldest, second, third] = made;
  pass(1);
  points.find(oldest?.id ?? '', admin);
  const waiting = second?.pull(1, forever, staying);
  const { id } = create();
  assert.ok(await isUnknown(points, third?.id ?? ''));
  for (const kept of made.filter((one) => one !== third)) points.find(kept.id, admin);
  points.find(id, admin);
  points.close();
  assert.equal(await waiting, []);
});

pullPoints('an expired subscription gives way before a living one', async () => {
  const { points, create, pass } = underTest();
  const oldest = create({ lifetime: 2 * forever });
  pass(1);
  for (let left = subscriptionLimits.pull.user - 1; left > 0; left -= 1) create();
  pass(forever);
  create();
  assert.is(points.find(oldest.id, admin), oldest);
  points.close();
});

pullPoints('one more is refused while all the others are polled, and no call that waits is cut', async () => {
  const { points, create, fill } = underTest();
  const pulls = fill('admin').map((point) => point.pull(1, forever, staying));
  assert.is(await refusalOf(() => create()), 'wsnt:SubscribeCreationFailedFault');
  points.offer(notice(1));
  assert.equal((await Promise.all(pulls)).flatMap(numbersOf), Array(subscriptionLimits.pull.user).fill(1));
  points.close();
});

pullPoints('one user leaves those of the others alone, and room for theirs', async () => {
  const { points, create, fill } = underTest();
  const others = ['admin', 'operator', 'viewer'].flatMap((owner) => [create({ owner }), create({ owner })]);
  for (let turn = 0; turn < 3; turn += 1) fill('greedy');
  for (const point of others) assert.ok(points.has(point));
  for (const point of fill('late')) assert.ok(points.has(point));
  points.close();
});

pullPoints('where the table is full the user with most of them makes room for one with fewer', async () => {
  const { points, create, fill } = underTest();
  const full = ['a', 'b', 'c'].map((owner) => fill(owner));
  const few = [
    create({ owner: 'd' }),
    ...Array.from({ length: subscriptionLimits.pull.user - 1 }, () => create({ owner: 'e' })),
  ];
  const late = create({ owner: 'f' });
  assert.not.ok(points.has(full[0]?.[0] ?? late));
  for (const point of [...few, late, ...full.flat().slice(1)]) assert.ok(points.has(point));
  points.close();
});

pullPoints.run();
