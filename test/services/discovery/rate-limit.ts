import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createRateLimit } from '../../../services/discovery/rate-limit.ts';

const admission = suite('rate limit');

const sender = (last: number): { address: string; port: number } => ({ address: `192.0.2.${last}`, port: 5000 });

admission('answers one message of one sender once, and again when it is asked again later', () => {
  let now = 1000;
  const gate = createRateLimit(() => now);
  assert.ok(gate.mayAnswer('a', sender(1)));
  assert.not(gate.mayAnswer('a', sender(1)));
  assert.ok(gate.mayAnswer('a', { ...sender(1), port: 5001 }));
  assert.ok(gate.mayAnswer('a', sender(2)));
  assert.ok(gate.mayAnswer('b', sender(1)));
  now += 2500;
  assert.ok(gate.mayAnswer('a', sender(1)));
});

admission('bounds the answers to one sender without touching others', () => {
  let now = 0;
  const gate = createRateLimit(() => now);
  const answered = Array.from({ length: 200 }, (_, index) => gate.mayAnswer(`${index}`, sender(1)));
  assert.is(answered.filter(Boolean).length, 40);
  assert.ok(gate.mayAnswer('x', sender(2)));
  now += 1000;
  assert.ok(gate.mayAnswer('y', sender(1)));
});

admission('bounds the answers to all senders together', () => {
  const gate = createRateLimit(() => 0);
  const answered = Array.from({ length: 1000 }, (_, index) =>
    gate.mayAnswer('a', { address: `host${index}`, port: 1 }),
  );
  assert.is(answered.filter(Boolean).length, 200);
});

admission('bounds what is read', () => {
  let now = 0;
  const gate = createRateLimit(() => now);
  const read = Array.from({ length: 5000 }, () => gate.mayRead());
  assert.is(read.filter(Boolean).length, 400);
  now += 100;
  assert.ok(gate.mayRead());
});

admission.run();
