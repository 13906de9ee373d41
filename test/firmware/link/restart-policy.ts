import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createRestartPolicy } from '../../../firmware/link/restart-policy.ts';

const policy = suite('restart policy');

policy('starts the first four again at once, then doubles the wait up to ten seconds', () => {
  const restart = createRestartPolicy(() => 0);
  const delays = Array.from({ length: 11 }, () => restart.delay());
  assert.equal(delays, [0, 0, 0, 0, 500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
});

policy('forgets ends that are a minute old', () => {
  let now = 0;
  const restart = createRestartPolicy(() => now);
  for (let end = 0; end < 6; end += 1) restart.delay();
  now = 61_000;
  assert.is(restart.delay(), 0);
});

policy.run();
