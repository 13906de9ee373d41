import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Nonces } from '../../../services/auth/nonces.ts';

const suiteOfNonces = suite('nonces');

interface Clock {
  now: number;
}

function nonces(options: { lifetime?: number; capacity?: number } = {}): [Nonces, Clock] {
  const clock: Clock = { now: 5000 };
  return [new Nonces({ lifetime: 1000, capacity: 4, now: () => clock.now, ...options }), clock];
}

suiteOfNonces('are never the same, fit a quoted string and are fresh at once', () => {
  const [table] = nonces();
  const issued = Array.from({ length: 1000 }, () => table.issue());
  assert.is(new Set(issued).size, 1000);
  assert.ok(issued.every((one) => /^[\w-]+$/.test(one)));
  assert.is(table.check(issued[0] ?? '', 1), 'fresh');
});

suiteOfNonces('are fresh from the very first millisecond', () => {
  const table = new Nonces({ lifetime: 1000, capacity: 4, now: () => 0 });
  assert.is(table.check(table.issue(), 1), 'fresh');
});

suiteOfNonces('of others, cut, lengthened or changed in any place are foreign', () => {
  const [table] = nonces();
  const one = table.issue();
  const [other] = nonces();
  for (const wrong of ['', 'x', other.issue(), one.slice(1), `${one}A`, `${one}=`, ` ${one}`, 'é'.repeat(43)]) {
    assert.is(table.check(wrong, 1), 'foreign', wrong);
  }
  for (let at = 0; at < 42; at += 1) {
    const changed = `${one.slice(0, at)}${one[at] === 'A' ? 'B' : 'A'}${one.slice(at + 1)}`;
    assert.is(table.check(changed, 1), 'foreign', `place ${at}`);
  }
});

suiteOfNonces('are written in one way only, so that another spelling is no replay', () => {
  const [table] = nonces();
  const one = table.issue();
  assert.is(table.check(one, 1), 'fresh');
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const last = [...alphabet].filter((letter) => letter !== one.at(-1)).map((letter) => one.slice(0, 42) + letter);
  const respelled = [one.replaceAll('-', '+'), one.replaceAll('_', '/')].filter((text) => text !== one);
  for (const other of [...last, ...respelled]) assert.is(table.check(other, 1), 'foreign', other);
});

suiteOfNonces('turn stale after their lifetime, used or not', () => {
  const [table, clock] = nonces();
  const [used, unused] = [table.issue(), table.issue()];
  assert.is(table.check(used, 1), 'fresh');
  clock.now += 1000;
  assert.equal([table.check(used, 2), table.check(unused, 1)], ['fresh', 'fresh']);
  clock.now += 1;
  assert.equal([table.check(used, 3), table.check(unused, 2)], ['stale', 'stale']);
});

suiteOfNonces('count each number once, in any order within the window', () => {
  const [table] = nonces();
  const one = table.issue();
  const rows: readonly (readonly [count: number, verdict: string])[] = [
    [1000, 'fresh'],
    [1000, 'replayed'],
    [489, 'fresh'],
    [489, 'replayed'],
    [488, 'replayed'],
    [999, 'fresh'],
    [1001, 'fresh'],
    [489, 'replayed'],
    [490, 'fresh'],
    [0xffffffff, 'fresh'],
    [1002, 'replayed'],
    [0, 'replayed'],
  ];
  for (const [count, verdict] of rows) assert.is(table.check(one, count), verdict, `${count}`);
});

suiteOfNonces('refuse every number a second time however many came between', () => {
  const [table] = nonces();
  const one = table.issue();
  for (let count = 1; count <= 5000; count += 1) assert.is(table.check(one, count), 'fresh');
  for (let count = 0; count <= 5000; count += 1) assert.is(table.check(one, count), 'replayed');
});

suiteOfNonces('without a count are good for one request', () => {
  const [table] = nonces();
  const one = table.issue();
  assert.equal(
    [1, 2, 3].map(() => table.check(one, undefined)),
    ['fresh', 'replayed', 'replayed'],
  );
  assert.is(table.check(one, 1), 'replayed');
});

suiteOfNonces('with a count are not good without one', () => {
  const [table] = nonces();
  const one = table.issue();
  assert.is(table.check(one, 1), 'fresh');
  assert.equal([table.check(one, undefined), table.check(one, undefined, table)], ['replayed', 'replayed']);
});

suiteOfNonces('without a count are good for the connection that uses them first', () => {
  const [table, clock] = nonces();
  const [first, second] = [{}, {}];
  const one = table.issue();
  assert.equal(
    [first, first, second, undefined, first].map((connection) => table.check(one, undefined, connection)),
    ['fresh', 'fresh', 'replayed', 'replayed', 'fresh'],
  );
  clock.now += 1001;
  assert.is(table.check(one, undefined, first), 'stale');
});

suiteOfNonces('without a count that were forgotten are stale', () => {
  const [table, clock] = nonces({ capacity: 2 });
  const issued = [1, 2, 3].map(() => {
    clock.now += 1;
    return table.issue();
  });
  for (const one of issued) assert.is(table.check(one, undefined), 'fresh');
  assert.equal(
    issued.map((one) => table.check(one, undefined)),
    ['stale', 'replayed', 'replayed'],
  );
});

suiteOfNonces('that were forgotten are stale, never fresh again', () => {
  const [table, clock] = nonces({ capacity: 2 });
  const issued = [1, 2, 3].map(() => {
    clock.now += 1;
    return table.issue();
  });
  for (const one of issued) assert.is(table.check(one, 1), 'fresh');
  const [first = '', second = '', third = ''] = issued;
  assert.is(table.check(first, 1), 'stale');
  assert.is(table.check(first, 2), 'stale');
  assert.equal([table.check(second, 1), table.check(third, 1)], ['replayed', 'replayed']);
  assert.equal([table.check(second, 2), table.check(third, 2)], ['fresh', 'fresh']);
  clock.now += 1;
  assert.is(table.check(table.issue(), 1), 'fresh');
});

suiteOfNonces('in use outlive those that rest', () => {
  const [table, clock] = nonces({ capacity: 2 });
  const next = (): string => {
    clock.now += 1;
    return table.issue();
  };
  const busy = next();
  for (let count = 1; count < 50; count += 1) {
    assert.is(table.check(busy, count), 'fresh');
    assert.is(table.check(next(), 1), 'fresh');
  }
});

suiteOfNonces('from a time to come are stale', () => {
  const [table, clock] = nonces();
  const one = table.issue();
  clock.now -= 1001;
  assert.is(table.check(one, 1), 'stale');
});

suiteOfNonces.run();
