import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openDataFolder } from '../../../firmware/storage/data-folder.ts';
import { openSettings } from '../../../firmware/storage/settings-store.ts';
import { repositoryRoot } from '../../places.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { sections } from './counted-sections.ts';

const room = suite('killed writer');

/** Milliseconds of killing, and rounds at least and at most. */
const [time, least, most] = [8_000, 4, 60];

/** Counts up in one section, then in two at once, for ever; prints each number once it is durable. */
const program = `
const [folders, stores, self, data] = await Promise.all(process.argv.slice(1, 4).map((one) => import(one)).concat(process.argv[4]));
const store = stores.openSettings(await folders.openDataFolder(data), { error() {}, info() {} });
store.declare(self.sections);
const [alone, left] = self.sections.map((one) => store.open(one));
const next = (present) => Array(200).fill(present[0] + 1);
for (;;) {
  await alone.change(next);
  await store.changeAll(new Map([['left', next], ['right', next]]));
  process.stdout.write(alone.get()[0] + ' ' + left.get()[0] + '\\n');
}
`;

const compiled = (path: string): string => pathToFileURL(join(repositoryRoot, 'dist', path)).href;

/** Runs the writer and kills it at some moment after its first number; resolves with the last numbers it printed. */
async function killOne(data: string): Promise<readonly [alone: number, left: number]> {
  const modules = [
    'firmware/storage/data-folder.js',
    'firmware/storage/settings-store.js',
    'test/firmware/storage/counted-sections.js',
  ];
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, ...modules.map(compiled), data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  let last = '';
  const lines = createInterface(child.stdout);
  lines.on('line', (line) => {
    last = line;
  });
  await once(lines, 'line');
  await wait(Math.random() * 60);
  child.kill('SIGKILL');
  await closed;
  const [alone = 0, left = 0] = last.split(' ').map(Number);
  return [alone, left];
}

room('leaves each section at its old or its new value, and two that change together at the same', async () => {
  const data = temporaryFolder();
  const begun = performance.now();
  let rounds = 0;
  while (rounds < least || (rounds < most && performance.now() - begun < time)) {
    const printed = await killOne(data);
    const folder = await openDataFolder(data);
    await folder.release();
    const store = openSettings(folder, pino({ level: 'silent' }));
    const found = sections.map((one) => store.open(one));
    for (const { unreadable } of found) assert.is(unreadable, undefined);
    const values = found.map((one) => one.get());
    for (const value of values) assert.is(new Set(value).size, 1);
    const [alone = 0, left = 0, right = 0] = values.map(([first]) => first);
    assert.is(left, right);
    // Printing is late by a round at most.
    assert.ok(alone >= printed[0] && alone <= printed[0] + 2, `printed ${printed}, found ${alone}`);
    assert.ok(left >= printed[1] && left <= printed[1] + 2, `printed ${printed}, found ${left}`);
    assert.equal(store.health.faults, []);
    rounds += 1;
  }
  process.stdout.write(`\n${rounds} kills\n`);
});

room.run();
