import { renameSync } from 'node:fs';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openDataFolder } from '../../../firmware/storage/data-folder.ts';
import { openSettings } from '../../../firmware/storage/settings-store.ts';
import { StoredDiscoveryState } from '../../../services/discovery/discovery-settings.ts';
import { StorageError } from '../../../services/settings/storage-error.ts';
import { temporaryFolder } from '../../firmware/temporary-folder.ts';

const room = suite('discovery settings');

async function open(path: string): Promise<StoredDiscoveryState> {
  const folder = await openDataFolder(path);
  await folder.release();
  return new StoredDiscoveryState(openSettings(folder, pino({ level: 'silent' })));
}

room('count on in memory while the storage is away, and are stored with the next change', async () => {
  const path = temporaryFolder();
  const state = await open(path);
  await state.count({ instanceId: 5, metadataVersion: 1 });
  renameSync(path, `${path}-gone`);
  await state.count({ metadataVersion: 2, metadata: 'new' });
  assert.equal(state.get(), { mode: 'Discoverable', metadataVersion: 2, metadata: 'new', instanceId: 5 });
  await state.setMode('NonDiscoverable').then(
    () => assert.unreachable(),
    (error: unknown) => assert.ok(error instanceof StorageError),
  );
  assert.is(state.get().mode, 'Discoverable');
  renameSync(`${path}-gone`, path);
  assert.equal((await open(path)).get().metadataVersion, 1);
  await state.setMode('NonDiscoverable');
  assert.equal((await open(path)).get(), state.get());
  assert.equal([state.get().mode, state.get().metadataVersion], ['NonDiscoverable', 2]);
});

room.run();
