import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { virtual } from '../../../hal/boards/virtual.ts';
import { repositoryRoot } from '../../places.ts';

const orphans = suite('media process without a control process');
const program = join(repositoryRoot, 'dist/firmware/media/main.js');

/** Status of a media process whose control process is gone after that time. */
async function statusAfter(milliseconds: number): Promise<number | string | null> {
  const child = fork(program, [JSON.stringify(virtual), '/nowhere/relay'], { stdio: 'ignore' });
  setTimeout(() => child.disconnect(), milliseconds);
  const late = new Promise<string>((resolve) => {
    setTimeout(() => resolve('it runs on'), 20_000).unref();
  });
  const status = await Promise.race([once(child, 'exit').then(([code]) => code as number | null), late]);
  child.kill('SIGKILL');
  return status;
}

orphans('ends, at whatever moment of its start the other goes', async () => {
  const moments = [0, 50, 100, 200, 400, 800];
  const statuses = await Promise.all(moments.map(statusAfter));
  assert.equal(
    statuses,
    moments.map(() => 0),
  );
});

orphans.run();
