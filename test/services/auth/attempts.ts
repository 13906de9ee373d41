import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  type AttemptLimiter,
  type AttemptOutcome,
  type AttemptVerdict,
  createAttemptLimiter,
  networkOf,
} from '../../../services/auth/attempts.ts';

const attempts = suite('attempts');

interface Bench {
  readonly limiter: AttemptLimiter;
  now: number;
  /** The verdict in a word: accepted, too-many, or the delay of the refusal. */
  judge(outcome: AttemptOutcome, address?: string, user?: string): string | number;
}

function wordOf(verdict: AttemptVerdict): string | number {
  return verdict.kind === 'refused' ? verdict.delay : verdict.kind;
}

function bench(): Bench {
  const made: Bench = {
    now: 0,
    limiter: createAttemptLimiter({ now: () => made.now }),
    judge: (outcome, address = '192.0.2.1', user = 'admin') => wordOf(made.limiter.judge({ address, user }, outcome)),
  };
  return made;
}

/** Guesses of a client that waits for each refusal, for so many milliseconds. */
function guessInTurn(made: Bench, time: number, between: () => void = () => undefined): number {
  const end = made.now + time;
  let guesses = 0;
  for (; made.now < end; guesses += 1) {
    const verdict = made.judge('wrong');
    if (typeof verdict === 'number') made.now += Math.max(1, verdict);
    between();
  }
  return guesses;
}

const rows: readonly (readonly [failures: number, delay: number])[] = [
  [1, 0],
  [5, 0],
  [6, 100],
  [7, 200],
  [8, 400],
  [11, 3200],
  [12, 5000],
];

for (const [failures, delay] of rows) {
  attempts(`refuse failure ${failures} after ${delay} ms`, () => {
    const made = bench();
    for (let one = 1; one < failures; one += 1) made.judge('wrong');
    assert.is(made.judge('wrong'), delay);
    assert.is(made.judge('right'), 'accepted');
  });
}

attempts('are forgiven steadily while nothing fails', () => {
  const made = bench();
  for (let one = 0; one < 12; one += 1) made.judge('wrong');
  made.now += 8_000;
  assert.is(made.judge('wrong'), 800);
  made.now += 60_000;
  assert.is(made.judge('wrong'), 0);
});

attempts('of other users, of other addresses and in total are counted apart', () => {
  const made = bench();
  for (let one = 0; one < 12; one += 1) made.judge('wrong');
  assert.is(made.judge('wrong', '192.0.2.1', 'viewer'), 0);
  assert.is(made.judge('wrong', '192.0.2.2', 'admin'), 0);
  for (let user = 0; user < 20; user += 1) made.judge('wrong', '192.0.2.3', `user${user}`);
  assert.is(made.judge('wrong', '192.0.2.3', 'another'), 100, 'failure 21 of the address');
  for (let host = 0; host < 200; host += 1) made.judge('wrong', `198.51.100.${host}`);
  assert.ok(Number(made.judge('wrong', '203.0.113.1')) > 0, 'failures in total');
});

attempts('in turn are few, whatever logins of another user come between', () => {
  const guesses = guessInTurn(bench(), 10_000);
  const made = bench();
  const between = guessInTurn(made, 10_000, () => assert.is(made.judge('right', '192.0.2.1', 'viewer'), 'accepted'));
  assert.is(between, guesses);
  assert.ok(guesses <= 15, `${guesses} guesses in 10 s`);
});

attempts('at the same time hold eight refusals of an address, the others are told that they are too many', () => {
  const made = bench();
  const count = new Map<string, number>();
  for (; made.now < 30_000; made.now += 10) {
    const verdict = made.judge('wrong');
    const kind = verdict === 'too-many' || verdict === 0 ? String(verdict) : 'held';
    count.set(kind, (count.get(kind) ?? 0) + 1);
  }
  assert.is(count.get('0'), 5);
  assert.ok((count.get('held') ?? 0) <= 60, `${count.get('held')} refusals held in 30 s`);
  assert.ok((count.get('too-many') ?? 0) > 2_900);
});

attempts('hold 64 refusals in total', () => {
  const made = bench();
  const verdicts = Array.from({ length: 400 }, (_, one) => made.judge('wrong', `192.0.2.${one % 20}`));
  assert.is(verdicts.filter((one) => typeof one === 'number' && one > 0).length, 64);
});

attempts('at the speed of the network do not find the password', () => {
  const made = bench();
  for (let guess = 0; guess < 200; guess += 1) made.judge('wrong');
  assert.not.equal(made.judge('right'), 'accepted');
  assert.not.equal(made.judge('stale'), 'accepted');
  let accepted = 0;
  for (; made.now < 30_000; made.now += 1)
    if (made.judge(made.now % 100 === 99 ? 'right' : 'wrong') === 'accepted') accepted += 1;
  assert.is(accepted, 0);
  assert.is(made.judge('right', '192.0.2.2'), 'accepted');
  made.now += 60_000;
  assert.is(made.judge('right'), 'accepted');
});

attempts('never refuse or delay an address that has logged in as that user before', () => {
  const made = bench();
  assert.is(made.judge('right'), 'accepted');
  for (; made.now < 30_000; made.now += 1) {
    made.judge('wrong');
    if (made.now % 100 === 0) assert.is(made.judge('right'), 'accepted', `after ${made.now} ms`);
  }
});

attempts('of many addresses never refuse or delay an address that does not fail', () => {
  const made = bench();
  for (let guess = 0; guess < 30_000; guess += 1) {
    made.now += 1;
    made.judge('wrong', `127.0.${guess % 200}.${guess % 251}`);
    if (guess % 100 === 0) assert.is(made.judge('right', `10.0.${Math.floor(guess / 256)}.${guess % 256}`), 'accepted');
  }
  for (let guess = 0; guess < 10; guess += 1) made.judge('wrong');
  assert.not.equal(made.judge('right'), 'accepted', 'fewer failures are believed while many addresses fail');
});

attempts('that replay credentials neither count nor prove anything', () => {
  const made = bench();
  for (let one = 0; one < 100; one += 1) assert.is(made.judge('stale'), 'accepted');
  for (let guess = 0; guess < 200; guess += 1) made.judge('wrong');
  assert.not.equal(made.judge('right'), 'accepted');
});

attempts('with the other addresses of an IPv6 network count as one address', () => {
  const made = bench();
  for (let one = 0; one < 12; one += 1) made.judge('wrong', `2001:db8::${one.toString(16)}`);
  assert.ok(Number(made.judge('wrong', '2001:db8:0:0:1:2:3:4')) > 0);
  assert.is(made.judge('wrong', '2001:db8:0:1::1'), 0);
});

const networks: readonly (readonly [address: string, network: string])[] = [
  ['192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:0DB8::1', '2001:db8:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['::1', '0:0:0:0'],
];

for (const [address, network] of networks) {
  attempts(`of ${address} count for ${network}`, () => assert.is(networkOf(address), network));
}

attempts.run();
