import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { tryVersion } from '../../../firmware/update/trial.ts';

const trial = suite('trial of a new firmware');

interface Course {
  readonly told: string[];
  readonly waited: number;
}

/** Runs a trial whose checks fail until one, by a clock that waits make go. */
async function run(failures: number, onTrial = true, aborted = false): Promise<Course> {
  const told: string[] = [];
  let [now, checks] = [0, 0];
  const log = {
    info: (_fields: object, text: string) => void told.push(text),
    error: (_fields: object, text: string) => void told.push(text),
  };
  await tryVersion(
    {
      update: { onTrial, version: '2.0.0', confirm: async () => void told.push('confirmed') },
      check: async () => {
        checks += 1;
        if (checks <= failures) throw new Error('no picture');
      },
      restart: (reason) => void told.push(`restart: ${reason}`),
      limit: 300_000,
      clock: {
        now: () => now,
        wait: async (milliseconds) => {
          now += milliseconds;
        },
      },
      log,
    },
    aborted ? AbortSignal.abort() : new AbortController().signal,
  );
  return { told, waited: now };
}

trial('keeps a version that finds itself good, also after some time', async () => {
  assert.equal((await run(0)).told, ['confirmed', 'the new firmware is good and stays']);
  assert.equal((await run(10)).told, ['confirmed', 'the new firmware is good and stays']);
});

trial('restarts the device after five minutes without a good check', async () => {
  const { told, waited } = await run(Number.POSITIVE_INFINITY);
  assert.equal(told, ['the new firmware is not good; the old one comes back', 'restart: firmware not good']);
  assert.is(waited, 300_000);
});

trial('does nothing to a version that is kept already, or when the camera stops', async () => {
  assert.equal((await run(0, false)).told, []);
  assert.equal((await run(5, true, true)).told, []);
});

trial.run();
