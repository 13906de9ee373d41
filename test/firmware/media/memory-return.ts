import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { returnMemory } from '../../../firmware/media/memory-return.ts';
import { FakeClock } from '../../hal/fake-clock.ts';

/** A process whose memory in use and free memory the test sets. */
function underTest() {
  const clock = new FakeClock();
  const memory = { used: 100, free: 0, returns: 0 };
  const stop = returnMemory({
    clock,
    resident: () => memory.used + memory.free,
    giveBack: () => {
      memory.free = 0;
      memory.returns += 1;
    },
  });
  return { clock, memory, stop };
}

test('free memory is given back within twenty seconds', async () => {
  const { clock, memory } = underTest();
  memory.free = 40;
  await clock.pass(20_000);
  assert.equal(memory, { used: 100, free: 0, returns: 1 });
});

test('memory that is in use is looked at once, and again when there is more', async () => {
  const { clock, memory } = underTest();
  memory.used = 150;
  await clock.pass(600_000);
  assert.is(memory.returns, 1);
  memory.used = 200;
  await clock.pass(600_000);
  assert.is(memory.returns, 2);
});

test('a process that shrank is compared with its new size', async () => {
  const { clock, memory } = underTest();
  memory.used = 60;
  await clock.pass(20_000);
  memory.free = 20;
  await clock.pass(20_000);
  assert.equal(memory, { used: 60, free: 0, returns: 1 });
});

test('little growth costs nothing', async () => {
  const { clock, memory } = underTest();
  memory.free = 5;
  await clock.pass(600_000);
  assert.is(memory.returns, 0);
});

test.run();
