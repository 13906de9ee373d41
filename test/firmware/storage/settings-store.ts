import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openDataFolder } from '../../../firmware/storage/data-folder.ts';
import { openSettings, type SettingsStore } from '../../../firmware/storage/settings-store.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const settings = suite('settings store');
const log = pino({ level: 'silent' });

function number(stored: unknown): number {
  if (typeof stored !== 'number') throw new Error('not a number');
  return stored;
}

interface Opened {
  readonly store: SettingsStore;
  readonly file: (name: string) => string;
  readonly again: () => Promise<SettingsStore>;
}

/** A store in a folder of its own; `again` is what the next start sees. */
async function open(): Promise<Opened> {
  const path = temporaryFolder();
  const load = async (): Promise<SettingsStore> => {
    const folder = await openDataFolder(path);
    await folder.release();
    return openSettings(folder, log);
  };
  return { store: await load(), file: (name) => join(path, 'settings', name), again: load };
}

settings('gives the initial value until something was set', async () => {
  const { store } = await open();
  assert.is(store.section('count', number, 7).get(), 7);
});

settings('shows a new value at once and to the next start', async () => {
  const { store, again } = await open();
  const count = store.section('count', number, 0);
  const stored = count.set(5);
  assert.is(count.get(), 5);
  await stored;
  assert.is((await again()).section('count', number, 0).get(), 5);
});

settings('ends with the last of many values set side by side', async () => {
  const { store, again } = await open();
  const count = store.section('count', number, 0);
  await Promise.all(Array.from({ length: 50 }, (_, index) => count.set(index)));
  assert.is((await again()).section('count', number, -1).get(), 49);
});

settings('keeps files to their owner', async () => {
  const { store, file } = await open();
  await store.section('count', number, 0).set(1);
  assert.is(statSync(file('count.json')).mode & 0o777, 0o600);
  assert.is(statSync(file('.')).mode & 0o777, 0o700);
});

const damages = [
  { name: 'cut short', damage: (bytes: Buffer) => bytes.subarray(0, bytes.length / 2) },
  { name: 'empty', damage: () => Buffer.alloc(0) },
  {
    name: 'changed by hand',
    damage: (bytes: Buffer) => Buffer.from(bytes.toString().replace('"value": 2', '"value": 3')),
  },
  { name: 'of another shape', damage: () => Buffer.from('[]') },
];

for (const { name, damage } of damages) {
  settings(`falls back to the last good copy of a file that is ${name}`, async () => {
    const { store, file, again } = await open();
    const count = store.section('count', number, 0);
    await count.set(1);
    await count.set(2);
    writeFileSync(file('count.json'), damage(readFileSync(file('count.json'))));
    assert.is((await again()).section('count', number, 0).get(), 1);
  });
}

settings('falls back to the initial value when both copies are damaged', async () => {
  const { store, file, again } = await open();
  await store.section('count', number, 0).set(1);
  await store.settled();
  writeFileSync(file('count.json'), 'x');
  writeFileSync(file('count.json.last'), 'x');
  assert.is((await again()).section('count', number, 9).get(), 9);
});

settings('survives a crash between the two renames', async () => {
  const { store, file, again } = await open();
  await store.section('count', number, 0).set(1);
  // As the crash leaves it: the old content under its last-good name, the new one still aside.
  writeFileSync(file('count.json.last'), readFileSync(file('count.json')));
  writeFileSync(file('count.json.new'), 'half');
  const { rmSync } = await import('node:fs');
  rmSync(file('count.json'));
  assert.is((await again()).section('count', number, 0).get(), 1);
});

settings('falls back when a stored value no longer decodes', async () => {
  const { store, again } = await open();
  await store.section<unknown>('count', (value) => value, 0).set('text');
  assert.is((await again()).section('count', number, 4).get(), 4);
});

settings('writes no secret in the clear, and reads it back', async () => {
  const { store, file, again } = await open();
  const secret = randomBytes(12).toString('hex');
  await store.section<unknown>('users', (value) => value, '', { secret: true }).set({ secret });
  assert.not.ok(readFileSync(file('users.json'), 'utf8').includes(secret));
  const next = await again();
  assert.equal(next.section<unknown>('users', (value) => value, '', { secret: true }).get(), { secret });
});

settings('does not read a secret with another key', async () => {
  const { store, file, again } = await open();
  await store.section<unknown>('users', (value) => value, '', { secret: true }).set('mine');
  writeFileSync(join(file('..'), 'device.key'), randomBytes(32));
  assert.is((await again()).section<unknown>('users', (value) => value, 'nobody', { secret: true }).get(), 'nobody');
});

settings('refuses a second owner of a section and a name that could leave the folder', async () => {
  const { store, file } = await open();
  store.section('count', number, 0);
  assert.throws(() => store.section('count', number, 0));
  assert.throws(() => store.section('../count', number, 0));
  assert.not.ok(existsSync(file('count.json')));
});

settings.run();
