import { type ChildProcess, spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { processorWait } from '../../../firmware/link/processor-wait.ts';

const waits = suite('processor wait');
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Node processes that want a processor all the time. */
async function spinning<T>(count: number, use: (processes: readonly ChildProcess[]) => Promise<T>): Promise<T> {
  const processes = Array.from({ length: count }, () => spawn(process.execPath, ['-e', 'for (;;);']));
  try {
    return await use(processes);
  } finally {
    for (const one of processes) one.kill('SIGKILL');
  }
}

waits('grows while more processes want a processor than there are processors', async () => {
  await spinning(2 * availableParallelism() + 2, async ([first]) => {
    const wait = processorWait(first?.pid ?? 0);
    assert.is(wait(), 0, 'nothing at the first call');
    let waited = 0;
    for (let look = 0; look < 100 && waited < 100; look += 1) {
      await pause(50);
      waited += wait();
    }
    assert.ok(waited >= 100, `${waited} ms`);
  });
});

waits('stays 0 for a process that sleeps', async () => {
  const sleeping = spawn(process.execPath, ['-e', 'process.kill(process.pid, "SIGSTOP")']);
  try {
    const wait = processorWait(sleeping.pid ?? 0);
    // Node's start-up is over when two looks in a row see nothing.
    let quiet = 0;
    for (let look = 0; look < 100 && quiet < 2; look += 1) {
      await pause(100);
      quiet = wait() === 0 ? quiet + 1 : 0;
    }
    assert.is(quiet, 2);
  } finally {
    sleeping.kill('SIGKILL');
  }
});

waits('is 0 for a process that is not there', () => {
  const wait = processorWait(0x7fff_fff0);
  assert.is(wait(), 0);
  assert.is(wait(), 0);
});

waits.run();
