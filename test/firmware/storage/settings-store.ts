import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { z } from 'zod';
import { openDataFolder } from '../../../firmware/storage/data-folder.ts';
import { openSettings, type SettingsStore } from '../../../firmware/storage/settings-store.ts';
import { type SettingDefinition, setting } from '../../../services/settings/setting.ts';
import { StorageError } from '../../../services/settings/storage-error.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const settings = suite('settings store');
const lines: string[] = [];
const log = pino({ level: 'info' }, { write: (line: string) => lines.push(line) });

settings.before.each(() => {
  lines.length = 0;
});

const plain = { version: 1, reset: 'soft', secret: false, backup: true } as const;
const countOf = (initial: number): SettingDefinition<number> =>
  setting({ ...plain, name: 'count', schema: z.number(), initial });
const count = countOf(0);
const secretText: SettingDefinition<string> = setting({
  ...plain,
  name: 'secret',
  secret: true,
  schema: z.string(),
  initial: 'nobody',
});

interface Opened {
  readonly store: SettingsStore;
  readonly path: string;
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
  return { store: await load(), path, file: (name) => join(path, 'settings', name), again: load };
}

settings('gives the initial value until something was set', async () => {
  const { store } = await open();
  assert.is(store.open(countOf(7)).get(), 7);
});

settings('shows a new value when it is durable, and to the next start', async () => {
  const { store, again } = await open();
  const section = store.open(count);
  const stored = section.change(() => 5);
  assert.is(section.get(), 0);
  assert.is(await stored, 5);
  assert.is(section.get(), 5);
  assert.is((await again()).open(count).get(), 5);
});

settings('makes changes that come side by side one after another', async () => {
  const { store, again } = await open();
  const section = store.open(count);
  await Promise.all(Array.from({ length: 50 }, () => section.change((present) => present + 1)));
  assert.is((await again()).open(count).get(), 50);
});

settings('keeps files to their owner', async () => {
  const { store, file } = await open();
  await store.open(count).change(() => 1);
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
  {
    name: 'of another revision than it was written as',
    damage: (bytes: Buffer) => Buffer.from(bytes.toString().replace('"revision": 2', '"revision": 9')),
  },
  { name: 'of another shape', damage: () => Buffer.from('[]') },
];

for (const { name, damage } of damages) {
  settings(`falls back to the last good copy of a file that is ${name}, and never writes over it`, async () => {
    const { store, file, again } = await open();
    const section = store.open(count);
    await section.change(() => 1);
    await section.change(() => 2);
    const good = readFileSync(file('count.json.last'));
    const damaged = damage(readFileSync(file('count.json')));
    writeFileSync(file('count.json'), damaged);
    const next = (await again()).open(count);
    assert.is(next.get(), 1);
    assert.match(lines.join(''), /count\.json","reason":".*settings cannot be read/);
    await next.change(() => 4);
    assert.equal(readFileSync(file('count.json.last')), good);
    assert.equal(readFileSync(file('count.json.damaged')), damaged);
    assert.is((await again()).open(count).get(), 4);
  });
}

settings('takes the initial value when both copies are damaged, and says why', async () => {
  const { store, file, again } = await open();
  await store.open(count).change(() => 1);
  writeFileSync(file('count.json'), 'x');
  writeFileSync(file('count.json.last'), 'x');
  const next = (await again()).open(countOf(9));
  assert.is(next.get(), 9);
  assert.match(next.unreadable ?? '', /JSON/);
  await next.change((present) => present);
  assert.is(next.unreadable, undefined);
  assert.is((await again()).open(count).get(), 9);
});

settings('survives a crash between the two renames', async () => {
  const { store, file, again } = await open();
  await store.open(count).change(() => 1);
  // As the crash leaves it: the old content under its last-good name, the new one still aside.
  writeFileSync(file('count.json.last'), readFileSync(file('count.json')));
  writeFileSync(file('count.json.new'), 'half');
  rmSync(file('count.json'));
  assert.is((await again()).open(count).get(), 1);
});

settings('takes the initial value when what is stored no longer fits', async () => {
  const { store, again } = await open();
  await store.open(setting({ ...plain, name: 'count', schema: z.string(), initial: '' })).change(() => 'text');
  assert.is((await again()).open(countOf(4)).get(), 4);
});

settings('stores nothing that the next start could not read', async () => {
  const { store, file } = await open();
  const section = store.open(setting({ ...plain, name: 'count', schema: z.number().max(3), initial: 0 }));
  await section
    .change(() => 4)
    .then(
      () => assert.unreachable(),
      (error: Error) => assert.match(error.message, /count does not/),
    );
  assert.is(section.get(), 0);
  assert.not.ok(existsSync(file('count.json')));
});

settings('writes no secret in the clear, and reads it back', async () => {
  const { store, file, again } = await open();
  const secret = randomBytes(12).toString('hex');
  await store.open(secretText).change(() => secret);
  assert.not.ok(readFileSync(file('secret.json'), 'utf8').includes(secret));
  assert.is((await again()).open(secretText).get(), secret);
});

settings('does not read a secret with another key', async () => {
  const { store, path, again } = await open();
  await store.open(secretText).change(() => 'mine');
  writeFileSync(join(path, 'device.key'), randomBytes(32));
  const next = (await again()).open(secretText);
  assert.is(next.get(), 'nobody');
  assert.ok(next.unreadable !== undefined);
});

settings('refuses a second owner of a section and a name that could leave the folder', async () => {
  const { store, file } = await open();
  store.open(count);
  assert.throws(() => store.open(count));
  assert.throws(() => setting({ ...count, name: '../count' }));
  assert.not.ok(existsSync(file('count.json')));
});

settings('leaves all as it was when a write fails, and goes on when the cause is gone', async () => {
  const { store, path, again } = await open();
  const section = store.open(count);
  await section.change(() => 1);
  let told = 0;
  section.onChange(() => {
    told += 1;
  });
  renameSync(path, `${path}-gone`);
  const refused = section.change(() => 2);
  const next = section.change((present) => present + 10);
  for (const one of [refused, next])
    await one.then(
      () => assert.unreachable(),
      (error: unknown) => assert.is(error instanceof StorageError && error.kind, 'gone'),
    );
  assert.equal([section.get(), told], [1, 0]);
  renameSync(`${path}-gone`, path);
  assert.is((await again()).open(count).get(), 1);
  await section.change((present) => present + 1);
  assert.equal([section.get(), told], [2, 1]);
  assert.is((await again()).open(count).get(), 2);
});

/** The count as a newer firmware has it, in another form. */
const newerCount: SettingDefinition<{ readonly count: number }> = setting({
  ...plain,
  name: 'count',
  version: 2,
  migrate: [(value) => ({ count: value })],
  schema: z.strictObject({ count: z.number() }),
  initial: { count: 0 },
});

settings('brings a value of an older version forward, and leaves its file to the older firmware', async () => {
  const { store, file, again } = await open();
  await store.open(count).change(() => 1);
  const before = readFileSync(file('count.json'));
  const newer = (await again()).open(newerCount);
  assert.equal(newer.get(), { count: 1 });
  await newer.change(() => ({ count: 20 }));
  assert.equal(readFileSync(file('count.json')), before);
  assert.equal((await again()).open(newerCount).get(), { count: 20 });
});

settings('of a newer version survive an older firmware, which goes on with its own', async () => {
  const { store, file, again } = await open();
  await store.open(count).change(() => 1);
  await (await again()).open(newerCount).change(() => ({ count: 20 }));
  const kept = readFileSync(file('count.v2.json'));
  const downgraded = await again();
  const section = downgraded.open(count);
  assert.is(section.get(), 1);
  assert.equal([section.unreadable, downgraded.health.faults], [undefined, []]);
  assert.match(lines.join(''), /count\.v2\.json","reason":"version 2 was written by a newer firmware/);
  await section.change(() => 5);
  assert.equal(readFileSync(file('count.v2.json')), kept);
  assert.is((await again()).open(count).get(), 5);
  // A change under the older firmware came last, so it counts.
  assert.equal((await again()).open(newerCount).get(), { count: 5 });
});

settings('say that they cannot be read where there is nothing but a newer version', async () => {
  const { store, file, again } = await open();
  await store.open(newerCount).change(() => ({ count: 20 }));
  const downgraded = await again();
  const section = downgraded.open(countOf(3));
  assert.is(section.get(), 3);
  assert.match(section.unreadable ?? '', /newer firmware/);
  assert.is(downgraded.health.faults.length, 1);
  const kept = readFileSync(file('count.v2.json'));
  await section.change(() => 4);
  assert.equal(readFileSync(file('count.v2.json')), kept);
  assert.equal((await again()).open(newerCount).get(), { count: 4 });
});

settings('stores a change and tells all listeners when one of them fails', async () => {
  const { store, again } = await open();
  const section = store.open(count);
  let told = 0;
  section.onChange(() => {
    throw new Error('a listener failed');
  });
  const end = section.onChange(() => {
    told += 1;
  });
  assert.is(await section.change(() => 1), 1);
  assert.match(lines.join(''), /"section":"count",.*a listener failed/);
  end();
  await section.change(() => 2);
  assert.equal([section.get(), told, (await again()).open(count).get()], [2, 1, 2]);
});

settings.run();
