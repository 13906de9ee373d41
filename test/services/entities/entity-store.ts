import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openDataFolder } from '../../../firmware/storage/data-folder.ts';
import { openSettings } from '../../../firmware/storage/settings-store.ts';
import { defaultEntities } from '../../../services/entities/defaults.ts';
import { EntityStore, mediaTopics } from '../../../services/entities/entity-store.ts';
import type { MediaEntities } from '../../../services/entities/kinds.ts';
import { createProfile, renameProfile } from '../../../services/entities/profiles.ts';
import { StorageError } from '../../../services/settings/storage-error.ts';
import { temporaryFolder } from '../../firmware/temporary-folder.ts';
import { deviceId, full } from './boards.ts';
import { mediaUnderTest, toldBy } from './media-under-test.ts';

const entityStore = suite('entity store');

/** What the next start of the device over a folder sees. */
async function open(path: string): Promise<EntityStore> {
  const folder = await openDataFolder(path);
  await folder.release();
  const settings = openSettings(folder, pino({ level: 'silent' }));
  return new EntityStore({
    board: full,
    settings,
    events: { declare: () => undefined, publish: () => undefined },
    deviceId,
  });
}

const tokensOf = ({ profiles }: MediaEntities): readonly string[] => profiles.map(({ token }) => token);

entityStore('begins with the defaults of the board', () => {
  const { store } = mediaUnderTest();
  assert.equal(store.entities, defaultEntities({ board: full, deviceId }));
});

entityStore('keeps what was committed over a restart', async () => {
  const { store, restarted } = mediaUnderTest();
  await store.change((present) => ({ next: createProfile(present, 'Night').next, changes: [] }));
  const encoders = store.entities.VideoEncoder.map((one) => ({ ...one, bitrate: 1234 }));
  await store.change((present) => ({ next: { ...present, VideoEncoder: encoders }, changes: [] }));
  assert.equal(tokensOf(store.entities), ['Profile1', 'Profile2', 'Profile3']);
  assert.equal(restarted().store.entities, store.entities);
});

entityStore('changes that come side by side are all there, also after a restart', async () => {
  const path = temporaryFolder();
  const store = await open(path);
  const commits = Array.from({ length: 10 }, (_, index) =>
    store.change((present) => ({ next: createProfile(present, `Side ${index}`).next, changes: [] })),
  );
  await Promise.all([
    ...commits,
    store.change((present) => ({ next: renameProfile(present, 'Profile1', 'first'), changes: [] })),
  ]);
  assert.is(new Set(tokensOf(store.entities)).size, 12);
  assert.equal((await open(path)).entities, store.entities);
});

entityStore('falls back to the last good state, then to the defaults, when what is stored is damaged', async () => {
  const path = temporaryFolder();
  const file = join(path, 'settings', 'media.v2.json');
  const store = await open(path);
  await store.change((present) => ({ next: createProfile(present, 'Night').next, changes: [] }));
  await store.change((present) => ({ next: createProfile(present, 'Day').next, changes: [] }));
  writeFileSync(file, 'damaged');
  assert.is(tokensOf((await open(path)).entities).length, 3);
  writeFileSync(`${file}.last`, 'damaged');
  assert.equal((await open(path)).entities, defaultEntities({ board: full, deviceId }));
});

entityStore('tells listeners and subscribers once each, when the change is durable', async () => {
  const { store, stored, published } = mediaUnderTest();
  const seen: string[] = [];
  for (const name of ['a', 'b'])
    store.onChange(() => {
      assert.match(stored.get('media') ?? '', 'Night');
      assert.is(tokensOf(store.entities).length, 3);
      seen.push(name);
    });
  const committed = store.change((present) => ({
    next: createProfile(present, 'Night').next,
    changes: [
      { kind: 'profile', token: 'Profile3' },
      { kind: 'configuration', token: 'VideoEncoder1', type: 'VideoEncoder' },
    ],
  }));
  assert.equal([seen, published], [[], []]);
  await committed;
  assert.equal(seen, ['a', 'b']);
  assert.equal(toldBy(published), ['ProfileChanged Profile3', 'ConfigurationChanged VideoEncoder1 VideoEncoder']);
});

entityStore('publishes only what it declares', async () => {
  const { store, published } = mediaUnderTest();
  await store.change((present) => ({
    next: renameProfile(present, 'Profile1', 'x'),
    changes: [
      { kind: 'profile', token: 'Profile1' },
      { kind: 'configuration', token: 'VideoSourceConfig1', type: 'VideoSource' },
    ],
  }));
  for (const { topic, source, data, operation } of published) {
    const declared = mediaTopics.find((one) => one.topic === topic);
    assert.equal(Object.keys(source), Object.keys(declared?.source ?? {}));
    assert.equal([data, operation], [{}, undefined]);
  }
});

entityStore('a commit of the present state stores and tells nothing', async () => {
  const { store, stored, published } = mediaUnderTest();
  store.onChange(() => assert.unreachable());
  await store.change((present) => ({ next: present, changes: [{ kind: 'profile', token: 'Profile1' }] }));
  assert.equal([stored.size, published], [0, []]);
});

entityStore('a change that cannot be stored has not happened, and the same change works when it can', async () => {
  const told: unknown[] = [];
  const path = temporaryFolder();
  const folder = await openDataFolder(path);
  await folder.release();
  const settings = openSettings(folder, pino({ level: 'silent' }));
  const events = { declare: () => undefined, publish: (message: unknown) => void told.push(message) };
  const store = new EntityStore({ board: full, deviceId, settings, events });
  const before = store.entities;
  store.onChange(() => void told.push('changed'));
  const rename = (): Promise<unknown> =>
    store.change((present) => ({
      next: renameProfile(present, 'Profile1', 'Night'),
      changes: [{ kind: 'profile', token: 'Profile1' }],
    }));
  renameSync(path, `${path}-gone`);
  await rename().then(
    () => assert.unreachable(),
    (error: unknown) => assert.is(error instanceof StorageError && error.kind, 'gone'),
  );
  assert.is(store.entities, before);
  assert.equal(told, []);
  renameSync(`${path}-gone`, path);
  await rename();
  assert.is(told.length, 2);
  assert.equal((await open(path)).entities, store.entities);
});

entityStore.run();
