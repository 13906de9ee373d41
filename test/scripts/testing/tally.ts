import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Tally } from '../../../scripts/testing/tally.ts';

const tallies = suite('tally');

const good = { passed: 3, failed: 0, skipped: 1, faults: [] };
const bad = { passed: 2, failed: 1, skipped: 0, faults: [] };
const broken = { passed: 0, failed: 0, skipped: 0, faults: ['did not end within its time limit'] };

tallies('adds verdicts; a suite that is wrong as a whole counts as one failure', () => {
  const tally = new Tally();
  tally.add('a', good);
  tally.add('b', bad);
  tally.add('c', broken);
  assert.is(tally.totals(), '5 passed, 2 failed, 1 skipped');
});

tallies('names a suite that failed and then passed, and counts its second run only', () => {
  const tally = new Tally();
  tally.add('a', bad);
  tally.replace('a', good);
  assert.equal(tally.flaky, ['a']);
  assert.is(tally.totals(), '3 passed, 0 failed, 1 skipped');
});

tallies('calls a suite that failed twice failed, not flaky', () => {
  const tally = new Tally();
  tally.add('a', bad);
  tally.replace('a', broken);
  assert.equal(tally.flaky, []);
  assert.is(tally.failed, 1);
});

tallies('counts a fault that belongs to no suite', () => {
  const tally = new Tally();
  tally.add('a', good);
  tally.fault('an entry is too old');
  assert.is(tally.totals(), '3 passed, 1 failed, 1 skipped');
});

tallies('tells how often a repeated suite failed', () => {
  const tally = new Tally();
  for (const verdict of [good, bad, good, broken]) tally.add('a', verdict);
  tally.add('b', good);
  assert.equal(tally.describeRepeats(), ['a: failed 2 of 4 runs']);
});

tallies.run();
