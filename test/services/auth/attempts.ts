import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type AttemptLimiter, createAttemptLimiter } from '../../../services/auth/attempts.ts';

const attempts = suite('attempts');

function fail(limiter: AttemptLimiter, address: string, times: number): void {
  for (let time = 0; time < times; time += 1) limiter.failed(address);
}

const rows: readonly (readonly [failures: number, delay: number])[] = [
  [0, 0],
  [1, 0],
  [5, 0],
  [6, 100],
  [7, 200],
  [8, 400],
  [11, 3200],
  [12, 5000],
  [100, 5000],
  [10_000, 5000],
];

for (const [failures, delay] of rows) {
  attempts(`${failures} failures cost ${delay} ms`, () => {
    const limiter = createAttemptLimiter({ now: () => 0 });
    fail(limiter, '192.0.2.1', failures);
    assert.is(limiter.delay('192.0.2.1'), delay);
    assert.is(limiter.delay('192.0.2.2'), 0);
  });
}

attempts('are forgiven at the first success', () => {
  const limiter = createAttemptLimiter({ now: () => 0 });
  fail(limiter, 'a', 20);
  fail(limiter, 'b', 20);
  limiter.succeeded('a');
  limiter.succeeded('c');
  assert.equal([limiter.delay('a'), limiter.delay('b')], [0, 5000]);
});

attempts('are forgiven after ten minutes without a failure', () => {
  let now = 0;
  const limiter = createAttemptLimiter({ now: () => now });
  fail(limiter, 'a', 9);
  now = 600_000;
  assert.is(limiter.delay('a'), 800);
  limiter.failed('a');
  now = 1_200_000;
  assert.is(limiter.delay('a'), 1600);
  now = 1_200_001;
  assert.is(limiter.delay('a'), 0);
  limiter.failed('a');
  assert.is(limiter.delay('a'), 0);
});

attempts('of a thousand addresses are remembered, the longest ago gives way', () => {
  const limiter = createAttemptLimiter({ now: () => 0 });
  fail(limiter, 'first', 20);
  fail(limiter, 'second', 20);
  for (let host = 0; host < 1022; host += 1) limiter.failed(`host${host}`);
  assert.is(limiter.delay('first'), 5000);
  limiter.failed('first');
  limiter.failed('one more');
  assert.equal([limiter.delay('first'), limiter.delay('second')], [5000, 0]);
});

attempts.run();
