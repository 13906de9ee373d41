import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { allSettings } from '../../../firmware/control/all-settings.ts';
import { dayNightSetting } from '../../../firmware/control/day-night-settings.ts';
import { openDataFolder } from '../../../firmware/storage/data-folder.ts';
import { identitySetting } from '../../../firmware/storage/identity.ts';
import { openSettings, type SettingsStore } from '../../../firmware/storage/settings-store.ts';
import { tlsSetting } from '../../../firmware/tls/tls.ts';
import { boards } from '../../../hal/boards/catalogue.ts';
import { usersSetting } from '../../../services/auth/users.ts';
import { scopesSetting } from '../../../services/device/scopes.ts';
import { discoverySetting } from '../../../services/discovery/discovery-settings.ts';
import { mediaSetting } from '../../../services/entities/media-setting.ts';
import { repositoryRoot } from '../../places.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const room = suite('all settings');
const board = boards.virtual;
if (board === undefined) throw new Error('no virtual board');
const facts = { board, deviceId: '00000000-0000-4000-8000-000000000001' };

/** A data folder as a camera of the first release left it, its files without version. */
async function firstRelease(): Promise<SettingsStore> {
  const path = temporaryFolder();
  cpSync(join(repositoryRoot, 'test/firmware/storage/first-release'), path, { recursive: true });
  const folder = await openDataFolder(path);
  await folder.release();
  return openSettings(folder, pino({ level: 'silent' }));
}

room('has each section once', () => {
  const names = allSettings(facts).map(({ name }) => name);
  assert.equal(names, [...new Set(names)]);
});

room('reads every section that the first release wrote', async () => {
  const store = await firstRelease();
  const opened = allSettings(facts).map((definition) => store.open(definition));
  assert.equal(
    opened.map(({ unreadable }) => unreadable),
    opened.map(() => undefined),
  );
});

room('has what a user of the first release set', async () => {
  const store = await firstRelease();
  assert.match(store.open(identitySetting).get()?.serialNumber ?? '', /^[0-9A-F]{12}$/);
  assert.match(store.open(tlsSetting).get()?.key ?? '', /PRIVATE KEY/);
  assert.equal(store.open(usersSetting).get(), [
    { name: 'admin', password: 'old-password', level: 'Administrator' },
    { name: 'viewer', password: 'viewer-password', level: 'User' },
  ]);
  assert.equal(store.open(scopesSetting).get(), [
    'onvif://www.onvif.org/location/unknown',
    'onvif://www.onvif.org/location/hall',
  ]);
  assert.equal(store.open(discoverySetting).get(), {
    mode: 'NonDiscoverable',
    metadataVersion: 7,
    metadata: 'abc',
    instanceId: 1_700_000_000,
  });
  assert.equal(store.open(dayNightSetting).get(), {
    mode: 'OFF',
    adjustments: [{ boundaryType: 'Common', boundaryOffset: 0.5, responseTime: 30 }],
    levels: { Illuminator1: 0.5 },
  });
  const { profiles } = store.open(mediaSetting(facts)).get();
  assert.equal(
    profiles.map(({ name }) => name),
    [...boardProfiles, 'Night'],
  );
});

const boardProfiles = mediaSetting(facts).initial.profiles.map(({ name }) => name);

/** Source files below a folder. */
function sources(folder: string): readonly string[] {
  return readdirSync(join(repositoryRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

room('names every section that the sources define', () => {
  const found = [...sources('services'), ...sources('firmware')].flatMap((file) => {
    const text = readFileSync(join(repositoryRoot, file), 'utf8');
    return [...text.matchAll(/\b(?:setting(?:<\w+>)?\(|OwnedListDefinition<\w+> = )\{\s*name: '([^']+)'/g)].map(
      ([, name]) => name,
    );
  });
  const listed = allSettings(facts).map(({ name }) => name);
  assert.equal([...found].sort(), [...listed].sort());
});

room.run();
