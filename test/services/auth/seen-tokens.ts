import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { SeenTokens } from '../../../services/auth/seen-tokens.ts';

const seenTokens = suite('seen tokens');

const start = Date.UTC(2026, 2, 1, 12);

interface Bench {
  now: number;
  accept(key: string, created: number): boolean;
}

function bench(capacity: number): Bench {
  const made: Bench = {
    now: 0,
    accept: (key, created) =>
      tokens.accept(key, start + created, { address: '192.0.2.1', body: () => '<Get/>', reads: true }),
  };
  const tokens = new SeenTokens({ lifetime: 600_000, capacity, now: () => made.now });
  return made;
}

seenTokens('are accepted once, however many came between', () => {
  const made = bench(1000);
  for (let one = 0; one < 5000; one += 1) {
    made.now = one * 10;
    assert.is(made.accept(`token ${one}`, one * 10), true, `token ${one}`);
  }
  for (let one = 0; one < 5000; one += 1) assert.is(made.accept(`token ${one}`, one * 10), false, `token ${one} again`);
});

seenTokens('of clocks behind are refused while too many were accepted, and no longer', () => {
  const made = bench(4);
  for (let one = 0; one < 5; one += 1) assert.is(made.accept(`token ${one}`, one * 1000), true);
  assert.is(made.accept('one of a dropped second', 500), false);
  assert.is(made.accept('one of a later second', 1500), true);
  made.now = 600_001;
  assert.is(made.accept('a dropped second again', 500), true);
});

seenTokens('are forgotten after their lifetime', () => {
  const made = bench(1000);
  assert.is(made.accept('token', 0), true);
  made.now = 600_000;
  assert.is(made.accept('token', 0), false);
  made.now = 600_001;
  assert.is(made.accept('token', 0), true);
});

seenTokens.run();
