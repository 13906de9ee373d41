import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openDataFolder } from '../../../firmware/storage/data-folder.ts';
import { seal } from '../../../firmware/storage/sealed-value.ts';
import { repositoryRoot } from '../../places.ts';
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
  assert.is(opened.key.bytes?.length, 32);
  await opened.key.confirm();
  assert.is(statSync(join(path, 'device.key')).mode & 0o777, 0o600);
  await opened.release();
});

folder('keeps its key for ever', async () => {
  const path = temporaryFolder();
  const first = await openDataFolder(path);
  await first.key.confirm();
  await first.release();
  const second = await openDataFolder(path);
  assert.equal(first.key.bytes, second.key.bytes);
  await second.release();
});

folder('belongs to one living process at a time', async () => {
  const path = temporaryFolder();
  const first = await openDataFolder(path);
  assert.match(await reasonOf(openDataFolder(path)), new RegExp(`process ${process.pid} .*another --data folder`));
  await first.release();
  await (await openDataFolder(path)).release();
});

/** Opens a data folder once a line comes on its standard input, says what came of it, and holds it. */
const program = `
const { openDataFolder } = await import(process.argv[1]);
process.stdin.once('data', () => openDataFolder(process.argv[2]).then(() => console.log('mine'), () => console.log('refused')));
console.log('ready');
setInterval(() => undefined, 1000);
`;

function start(path: string): ChildProcess & { readonly lines: AsyncIterableIterator<string> } {
  const module = pathToFileURL(join(repositoryRoot, 'dist/firmware/storage/data-folder.js')).href;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, module, path], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  return Object.assign(child, { lines: createInterface(child.stdout)[Symbol.asyncIterator]() });
}

async function end(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

folder('is had by exactly one of many programs that start in one instant', async () => {
  const path = temporaryFolder();
  const programs = Array.from({ length: 8 }, () => start(path));
  for (const { lines } of programs) assert.is((await lines.next()).value, 'ready');
  for (const { stdin } of programs) stdin?.write('\n');
  const outcomes = await Promise.all(programs.map(async ({ lines }) => (await lines.next()).value));
  await Promise.all(programs.map(end));
  assert.is(outcomes.filter((one) => one === 'mine').length, 1, outcomes.join(' '));
  assert.is(outcomes.filter((one) => one === 'refused').length, 7);
});

folder('is one, whatever path leads to it', async () => {
  const path = temporaryFolder();
  const link = join(temporaryFolder(), 'link');
  symlinkSync(path, link);
  const first = await openDataFolder(path);
  assert.match(await reasonOf(openDataFolder(link)), /another --data folder/);
  await first.release();
  await (await openDataFolder(link)).release();
  await (await openDataFolder(path)).release();
});

folder('is free as soon as the process that had it was killed', async () => {
  const path = temporaryFolder();
  const holder = start(path);
  await holder.lines.next();
  holder.stdin?.write('\n');
  assert.is((await holder.lines.next()).value, 'mine');
  assert.match(await reasonOf(openDataFolder(path)), new RegExp(`process ${holder.pid} `));
  await end(holder);
  await (await openDataFolder(path)).release();
});

const losses: readonly (readonly [name: string, lose: (file: string) => void])[] = [
  ['gone', (file) => rmSync(file)],
  ['short', (file) => writeFileSync(file, 'short')],
];

for (const [name, lose] of losses) {
  folder(`makes no new key for one that is ${name} while something is encrypted with it`, async () => {
    const path = temporaryFolder();
    const first = await openDataFolder(path);
    await first.key.confirm();
    const sealed = seal({ version: 1, revision: 1, value: 'x' }, first.key.bytes);
    await first.release();
    lose(join(path, 'device.key'));
    mkdirSync(join(path, 'settings'));
    writeFileSync(join(path, 'settings', 'users.json'), sealed);
    const second = await openDataFolder(path);
    assert.is(second.key.bytes, undefined);
    await second.key.confirm();
    await second.release();
    rmSync(join(path, 'settings', 'users.json'));
    const third = await openDataFolder(path);
    assert.is(third.key.bytes?.length, 32);
    await third.key.confirm();
    assert.equal(readFileSync(join(path, 'device.key')), third.key.bytes);
    await third.release();
  });
}

folder('that cannot be had for another reason than its disk is a mistake to tell', async () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  assert.match(await reasonOf(openDataFolder(join(file, 'data'))), /ENOTDIR/);
});

folder.run();
