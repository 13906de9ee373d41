import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { LogRate } from '../../../firmware/log/log-rate.ts';

const rates = suite('log rate');

function written(rate: LogRate, kind: string, lines: number): number {
  let count = 0;
  for (let line = 0; line < lines; line += 1) if (rate.take(kind) !== undefined) count += 1;
  return count;
}

rates('lets twenty lines of a kind through at once, and one more every three seconds', () => {
  let now = 0;
  const rate = new LogRate(() => now);
  assert.is(written(rate, 'a', 1000), 20);
  now = 2_999;
  assert.is(written(rate, 'a', 10), 0);
  now = 3_000;
  assert.is(written(rate, 'a', 10), 1);
  now = 9_500;
  assert.is(written(rate, 'a', 10), 2);
  now = 1_000_000;
  assert.is(written(rate, 'a', 1000), 20);
});

rates('counts each kind for itself', () => {
  const rate = new LogRate(() => 0);
  assert.is(written(rate, 'a', 100), 20);
  assert.is(written(rate, 'b', 100), 20);
});

rates('tells with the next line how many were dropped', () => {
  let now = 0;
  const rate = new LogRate(() => now);
  written(rate, 'a', 25);
  now = 6_000;
  assert.is(rate.take('a'), 5);
  assert.is(rate.take('a'), 0);
});

rates('is bounded where every line is of another kind', () => {
  const rate = new LogRate(() => 0);
  let count = 0;
  for (let kind = 0; kind < 10_000; kind += 1) count += written(rate, `kind ${kind}`, 1);
  assert.is(count, 256 + 20);
});

rates.run();
