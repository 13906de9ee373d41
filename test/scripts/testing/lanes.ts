import { setImmediate as turn } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Job, lanesFor, runInLanes } from '../../../scripts/testing/lanes.ts';

const lanes = suite('lanes');

interface NamedJob extends Job {
  readonly name: string;
}

/** Runs jobs that each take one turn of the event loop; tells their order and the most that ran at once. */
async function run(
  jobs: readonly NamedJob[],
  width: number,
): Promise<{ readonly order: string; readonly most: number }> {
  const order: string[] = [];
  let running = 0;
  let most = 0;
  await runInLanes(jobs, width, async (job) => {
    order.push(job.name);
    running += 1;
    most = Math.max(most, running);
    if (job.alone) assert.is(running, 1, `${job.name} runs alone`);
    await turn();
    running -= 1;
  });
  assert.is(running, 0);
  return { order: order.join(''), most };
}

const jobs = [
  { name: 'a', weight: 1, alone: false },
  { name: 'b', weight: 5, alone: true },
  { name: 'c', weight: 9, alone: false },
  { name: 'd', weight: 7, alone: true },
  { name: 'e', weight: 4, alone: false },
];

lanes('start with the jobs that want the machine, one at a time, then the longest of the others', async () => {
  assert.equal(await run(jobs, 2), { order: 'dbcea', most: 2 });
});

lanes('run all jobs where there are more lanes than jobs', async () => {
  assert.equal(await run(jobs, 9), { order: 'dbcea', most: 3 });
});

lanes('leave equal weights in the order of the paths', async () => {
  const equal = ['x', 'y', 'z'].map((name) => ({ name, weight: 60, alone: false }));
  assert.is((await run(equal, 1)).order, 'xyz');
});

lanes('give a device to one job at a time, and run those of other devices beside it', async () => {
  const jobs = ['camera', 'camera', 'lines', 'lines'].map((devices, place) => ({
    ...{ name: `${devices[0]}${place}`, weight: 9 - place, alone: false, devices },
  }));
  assert.equal(await run(jobs, 3), { order: 'c0l2c1l3', most: 2 });
});

lanes('are five on two processors', () => {
  assert.equal([1, 2, 4].map(lanesFor), [3, 5, 10]);
});

lanes('fail when a job does', async () => {
  const failing = runInLanes(jobs, 2, () => Promise.reject(new Error('broken')));
  await failing.then(
    () => assert.unreachable(),
    (error: Error) => assert.is(error.message, 'broken'),
  );
});

lanes.run();
