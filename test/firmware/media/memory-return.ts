import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MemoryReturn } from '../../../firmware/media/memory-return.ts';
import { FakeClock } from '../../hal/fake-clock.ts';

function counted(): { readonly memory: MemoryReturn; readonly clock: FakeClock; times(): number } {
  const clock = new FakeClock();
  let times = 0;
  const memory = new MemoryReturn(clock, () => {
    times += 1;
  });
  return { memory, clock, times: () => times };
}

function end(memory: MemoryReturn, connections: number): void {
  for (let count = 0; count < connections; count += 1) memory.closed();
}

test('a few connections that end give nothing back', async () => {
  const { memory, clock, times } = counted();
  end(memory, 49);
  await clock.pass(600_000);
  assert.is(times(), 0);
});

test('memory is given back five seconds after many connections ended', async () => {
  const { memory, clock, times } = counted();
  end(memory, 500);
  await clock.pass(4_999);
  assert.is(times(), 0);
  await clock.pass(1);
  assert.is(times(), 1);
});

test('a second burst waits for the minute after the first', async () => {
  const { memory, clock, times } = counted();
  end(memory, 50);
  await clock.pass(5_000);
  end(memory, 5_000);
  await clock.pass(59_999);
  assert.is(times(), 1);
  await clock.pass(1);
  assert.is(times(), 2);
});

test.run();
