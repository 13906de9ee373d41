import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { z } from 'zod';
import { openDataFolder } from '../../../firmware/storage/data-folder.ts';
import { openSettings, type SettingsStore } from '../../../firmware/storage/settings-store.ts';
import { createUserStore, type UserStore } from '../../../services/auth/users.ts';
import { type SettingDefinition, setting } from '../../../services/settings/setting.ts';
import { StorageError, type StorageFailure } from '../../../services/settings/storage-error.ts';
import { until } from '../../until.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type SmallDisk, smallDisk } from './small-disk.ts';

const room = suite('failing storage');
const lines: string[] = [];
const log = pino({ level: 'info' }, { write: (line: string) => lines.push(line) });

/** A value larger than what a nearly full disk has left. */
const text: SettingDefinition<string> = setting({
  name: 'text',
  version: 1,
  schema: z.string(),
  initial: 'initial',
  reset: 'soft',
  secret: false,
  backup: true,
});

interface Opened {
  readonly store: SettingsStore;
  readonly release: () => Promise<void>;
}

async function start({ path }: { readonly path: string }): Promise<Opened> {
  const folder = await openDataFolder(path);
  return { store: openSettings(folder, log), release: () => folder.release() };
}

async function failure(work: Promise<unknown>): Promise<StorageFailure | ''> {
  return work.then(
    () => '',
    (error: unknown) => {
      if (error instanceof StorageError) return error.kind;
      throw error;
    },
  );
}

interface Cause {
  readonly name: string;
  readonly kind: StorageFailure;
  readonly begin: (disk: SmallDisk) => void;
  readonly end: (disk: SmallDisk) => void;
}

const causes: readonly Cause[] = [
  { name: 'is full', kind: 'full', begin: (disk) => disk.fill(), end: (disk) => disk.empty() },
  {
    name: 'is read-only',
    kind: 'read-only',
    begin: (disk) => disk.setReadOnly(true),
    end: (disk) => disk.setReadOnly(false),
  },
  { name: 'was taken out', kind: 'gone', begin: (disk) => disk.unplug(), end: (disk) => disk.plugIn() },
];

for (const { name, kind, begin, end } of causes) {
  room(`that ${name} refuses a change as a whole, and takes the next one when that is over`, async () => {
    const disk = smallDisk(`a disk that ${name}`);
    if (disk === undefined) return;
    const first = await start(disk);
    const section = first.store.open(text);
    await section.change(() => 'before');
    let told = 0;
    section.onChange(() => {
      told += 1;
    });
    begin(disk);
    assert.is(await failure(section.change(() => 'x'.repeat(20_000))), kind);
    assert.is(await failure(section.change(() => 'small')), kind);
    assert.equal([section.get(), told], ['before', 0]);
    assert.is(first.store.health.faults.length, 1);
    assert.is(lines.filter((line) => line.includes('changes of the settings cannot be kept')).length, 1);
    end(disk);
    await first.release();
    const second = await start(disk);
    const again = second.store.open(text);
    assert.is(again.get(), 'before');
    await again.change(() => 'after');
    assert.equal([again.get(), second.store.health.faults], ['after', []]);
    await second.release();
    const third = await start(disk);
    assert.is(third.store.open(text).get(), 'after');
    await third.release();
  });

  room(`that ${name} goes on in the same run, and says so`, async () => {
    const disk = smallDisk(`a disk that ${name}`);
    if (disk === undefined) return;
    const { store, release } = await start(disk);
    const section = store.open(text);
    await section.change(() => 'before');
    begin(disk);
    assert.is(await failure(section.change(() => 'lost')), kind);
    end(disk);
    await section.change((present) => `${present} and after`);
    assert.is(section.get(), 'before and after');
    assert.match(lines.at(-1) ?? '', /kept again/);
    assert.match(readFileSync(join(disk.path, 'settings', 'text.json'), 'utf8'), 'before and after');
    await release();
  });

  room(`that ${name} changes no user`, async () => {
    const disk = smallDisk(`users on a disk that ${name}`);
    if (disk === undefined) return;
    const { store, release } = await start(disk);
    const users = createUserStore(store, 'camera');
    await users.create([{ name: 'admin', password: 'the old one', level: 'Administrator' }]);
    const before = users.digestUsers();
    begin(disk);
    const refused: readonly ((users: UserStore) => Promise<void>)[] = [
      (all) => all.update([{ name: 'admin', password: 'the new one', level: 'Administrator' }]),
      (all) => all.create([{ name: 'second', password: 'of the second', level: 'Operator' }]),
    ];
    for (const change of refused) {
      assert.is(await failure(change(users)), kind);
      assert.equal([users.password('admin'), users.list().length], ['the old one', 1]);
      assert.equal(users.digestUsers(), before);
    }
    end(disk);
    await release();
    const next = await start(disk);
    const again = createUserStore(next.store, 'camera');
    assert.equal([again.password('admin'), again.list().length], ['the old one', 1]);
    await again.update([{ name: 'admin', password: 'the new one', level: 'Administrator' }]);
    assert.is(again.password('admin'), 'the new one');
    await next.release();
  });
}

room('that is full from the first start on makes a key when it can, and keeps what is secret with it', async () => {
  const disk = smallDisk('a first start on a full disk');
  if (disk === undefined) return;
  disk.fill();
  const first = await start(disk);
  const users = createUserStore(first.store, 'camera');
  assert.is(users.isEmpty(), true);
  const create = (): Promise<void> => users.create([{ name: 'admin', password: 'password', level: 'Administrator' }]);
  assert.is(await failure(create()), 'full');
  await until(() => first.store.health.faults.length === 1);
  disk.empty();
  await create();
  await first.release();
  const second = await start(disk);
  assert.is(createUserStore(second.store, 'camera').password('admin'), 'password');
  await second.release();
});

room('that has no room for the data folder itself makes it when it can', async () => {
  const disk = smallDisk('a data folder on a full disk', 'size=1m,nr_inodes=20');
  if (disk === undefined) return;
  disk.fill();
  const path = join(disk.path, 'deep', 'data');
  const first = await start({ path });
  const section = first.store.open(text);
  assert.is(await failure(section.change(() => 'lost')), 'full');
  disk.empty();
  await section.change(() => 'kept');
  await openDataFolder(path).then(
    () => assert.unreachable(),
    (error: Error) => assert.match(error.message, /another --data folder/),
  );
  await first.release();
  const second = await start({ path });
  assert.is(second.store.open(text).get(), 'kept');
  await second.release();
});

const losses: readonly (readonly [name: string, lose: (data: string) => void])[] = [
  [
    'both copies are damaged',
    (data) => {
      for (const name of ['users.json', 'users.json.last']) writeFileSync(join(data, 'settings', name), 'x');
    },
  ],
  ['the device key is gone', (data) => rmSync(join(data, 'device.key'))],
  ['the device key is short', (data) => writeFileSync(join(data, 'device.key'), 'short')],
  ['the device key is another', (data) => writeFileSync(join(data, 'device.key'), Buffer.alloc(32))],
  [
    'a newer firmware wrote them',
    (data) => {
      rmSync(join(data, 'settings', 'users.json.last'));
      renameSync(join(data, 'settings', 'users.json'), join(data, 'settings', 'users.v2.json'));
    },
  ],
];

for (const [name, lose] of losses) {
  room(`users are locked, not gone, when ${name}`, async () => {
    const path = temporaryFolder();
    const open = async (): Promise<UserStore> => {
      const folder = await openDataFolder(path);
      await folder.release();
      return createUserStore(openSettings(folder, log), 'camera');
    };
    const users = await open();
    await users.create([{ name: 'admin', password: 'password', level: 'Administrator' }]);
    await users.create([{ name: 'viewer', password: 'password', level: 'User' }]);
    lose(path);
    const kept = readdirSync(join(path, 'settings')).map((file) => readFileSync(join(path, 'settings', file)));
    const locked = await open();
    assert.equal([locked.isEmpty(), locked.list(), locked.digestUsers()], [false, [], []]);
    const thief = { name: 'thief', password: 'password', level: 'Administrator' } as const;
    assert.is(await failure(locked.create([thief])), 'unreadable');
    assert.match(lines.join(''), /nobody can log in: the way back/);
    const still = readdirSync(join(path, 'settings')).map((file) => readFileSync(join(path, 'settings', file)));
    assert.equal(still, kept);
    for (const file of readdirSync(join(path, 'settings')))
      if (/^users\./.test(file)) rmSync(join(path, 'settings', file));
    assert.is((await open()).isEmpty(), true);
  });
}

room.before.each(() => {
  lines.length = 0;
});

room.run();
