import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { whenFinished } from '../../../../hal/machine/service/timedate.ts';
import { HalError } from '../../../../hal/ports/hal-error.ts';

const timedate = suite('calls of timedate1');

timedate('a call that comes too early is made again, with the time that has passed', async () => {
  const passed: number[] = [];
  await whenFinished(async (milliseconds) => {
    passed.push(milliseconds);
    if (passed.length === 1) throw new HalError('io', 'Previous request is not finished, refusing.');
    if (passed.length === 2) throw new HalError('io', 'Automatic time synchronization is enabled');
  });
  assert.is(passed.length, 3);
  assert.ok((passed[2] ?? 0) >= 150);
});

timedate('any other error is told at once', async () => {
  let tries = 0;
  const kind = await whenFinished(async () => {
    tries += 1;
    throw new HalError('unsupported', 'Access denied');
  }).catch((error: HalError) => error.kind);
  assert.equal([kind, tries], ['unsupported', 1]);
});

timedate.run();
