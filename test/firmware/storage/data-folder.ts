import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openDataFolder } from '../../../firmware/storage/data-folder.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = suite('data folder');

async function reasonOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => '',
    (error: unknown) => (error instanceof Error ? error.message : ''),
  );
}

folder('is created for its owner alone, with a key of its own', async () => {
  const path = join(temporaryFolder(), 'deep', 'down');
  const opened = await openDataFolder(path);
  assert.is(statSync(path).mode & 0o777, 0o700);
  assert.is(statSync(join(path, 'device.key')).mode & 0o777, 0o600);
  assert.is(opened.key.length, 32);
  await opened.release();
});

folder('keeps its key for ever', async () => {
  const path = temporaryFolder();
  const first = await openDataFolder(path);
  await first.release();
  const second = await openDataFolder(path);
  assert.equal(first.key, second.key);
  await second.release();
});

folder('belongs to one living process at a time', async () => {
  const path = temporaryFolder();
  const first = await openDataFolder(path);
  assert.match(await reasonOf(openDataFolder(path)), /another --data folder/);
  await first.release();
});

folder('sees through the lock of a process that is gone', async () => {
  const path = temporaryFolder();
  writeFileSync(join(path, 'lock'), '999999999 1');
  const opened = await openDataFolder(path);
  assert.match(readFileSync(join(path, 'lock'), 'utf8'), `${process.pid} `);
  await opened.release();
});

folder('sees through the lock of another process that got the same number', async () => {
  const path = temporaryFolder();
  writeFileSync(join(path, 'lock'), `${process.pid} 1`);
  await (await openDataFolder(path)).release();
});

folder('does not make a new key over a damaged one', async () => {
  const path = temporaryFolder();
  await (await openDataFolder(path)).release();
  writeFileSync(join(path, 'device.key'), 'short');
  assert.match(await reasonOf(openDataFolder(path)), /damaged/);
});

folder.run();
