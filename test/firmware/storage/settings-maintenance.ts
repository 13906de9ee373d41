import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { z } from 'zod';
import { allSettings } from '../../../firmware/control/all-settings.ts';
import { openDataFolder } from '../../../firmware/storage/data-folder.ts';
import { openIdentity } from '../../../firmware/storage/identity.ts';
import {
  type BackupFacts,
  restoreSettings as readBackup,
  backupSettings as writeBackup,
} from '../../../firmware/storage/settings-backup.ts';
import { SettingsJournal } from '../../../firmware/storage/settings-journal.ts';
import { resetSettings } from '../../../firmware/storage/settings-maintenance.ts';
import { openSettings, type SettingsStore } from '../../../firmware/storage/settings-store.ts';
import { boards } from '../../../hal/boards/catalogue.ts';
import { createUserStore } from '../../../services/auth/users.ts';
import { createScopeList } from '../../../services/device/scopes.ts';
import { discoverySetting } from '../../../services/discovery/discovery-settings.ts';
import { Fault } from '../../../services/faults/fault.ts';
import type { SettingDefinition } from '../../../services/settings/setting.ts';
import { StorageError } from '../../../services/settings/storage-error.ts';
import { until } from '../../until.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const room = suite('maintenance of the settings');
const log = pino({ level: 'silent' });
const board = boards.virtual;
if (board === undefined) throw new Error('no virtual board');
const facts = { board, deviceId: '00000000-0000-4000-8000-000000000001' };

const device: BackupFacts = {
  product: 'virtual',
  serialNumber: 'V-0001',
  firmwareVersion: '0.1.0',
  key: Buffer.alloc(32, 1),
};
const backupSettings = (store: SettingsStore): Buffer => writeBackup(store, device);
const restoreSettings = (store: SettingsStore, bytes: Buffer): Promise<void> => readBackup(store, device, bytes);

async function open(path: string): Promise<SettingsStore> {
  const folder = await openDataFolder(path);
  await folder.release();
  const store = openSettings(folder, log);
  store.declare(allSettings(facts));
  return store;
}

const valuesOf = (store: SettingsStore): Readonly<Record<string, unknown>> =>
  Object.fromEntries(store.all().map(({ definition, value }) => [definition.name, value]));

const initials = Object.fromEntries(allSettings(facts).map(({ name, initial }) => [name, initial]));
const counters = { metadataVersion: 7, metadata: 'abc', instanceId: 9 };

/** A camera that somebody has used. */
async function used(path = temporaryFolder()): Promise<{ readonly store: SettingsStore; readonly path: string }> {
  const store = await open(path);
  await openIdentity(store);
  await createUserStore(store, 'camera').create([{ name: 'admin', password: 'the password', level: 'Administrator' }]);
  await createScopeList(store, []).replace(['onvif://www.onvif.org/name/mine']);
  await store.open(discoverySetting).change(() => ({ ...counters, mode: 'NonDiscoverable' }));
  const dayNight = { mode: 'OFF', adjustments: [], levels: {} };
  await store.changeAll(new Map([['day-night', () => dayNight]]));
  return { store, path };
}

const kept = {
  soft: ['identity', 'tls', 'users', 'operating-time'],
  hard: ['identity', 'operating-time'],
} as const;

for (const kind of ['soft', 'hard'] as const) {
  room(
    `a ${kind} reset gives every section its initial value but ${kept[kind].join(', ')} and what counts`,
    async () => {
      const { store, path } = await used();
      const before = valuesOf(store);
      await resetSettings(store, kind);
      const expected = {
        ...initials,
        ...Object.fromEntries(kept[kind].map((name) => [name, before[name]])),
        discovery: { ...counters, mode: 'Discoverable' },
      };
      assert.equal(valuesOf(store), expected);
      assert.equal(valuesOf(await open(path)), expected);
      const left = readdirSync(join(path, 'settings')).filter((name) => /^(scopes|day-night|media)\./.test(name));
      assert.equal(left, []);
      assert.is(existsSync(join(path, 'settings', 'users.json')), kind === 'soft');
    },
  );
}

room('a backup has what the list says, and no secret or identity', async () => {
  const { store } = await used();
  const { uuid } = valuesOf(store).identity as { uuid: string };
  const text = backupSettings(store).toString();
  for (const word of ['the password', uuid, 'users']) assert.not.match(text, word);
  for (const { name, backup, secret } of allSettings(facts))
    assert.is(text.includes(`"name": "${name}"`), backup && !secret, name);
});

room('a restore brings another camera to the state of the backup', async () => {
  const { store } = await used();
  const bytes = backupSettings(store);
  const path = temporaryFolder();
  const other = await open(path);
  const identity = await openIdentity(other);
  await other.open(discoverySetting).change((present) => ({ ...present, metadataVersion: 50 }));
  let told = 0;
  createScopeList(other, []).onChange(() => {
    told += 1;
  });
  await restoreSettings(other, bytes);
  const { scopes, media, 'day-night': dayNight } = valuesOf(store);
  const expected = { ...initials, identity, scopes, media, 'day-night': dayNight };
  const discovery = { mode: 'NonDiscoverable', metadataVersion: 50, metadata: '', instanceId: 0 };
  assert.equal(valuesOf(other), { ...expected, discovery });
  assert.is(told, 1);
  assert.equal(valuesOf(await open(path)), { ...expected, discovery });
});

room('a restore of what was never set takes away what is set now', async () => {
  const fresh = backupSettings(await open(temporaryFolder()));
  const { store } = await used();
  await restoreSettings(store, fresh);
  assert.equal([valuesOf(store).scopes, valuesOf(store)['day-night']], [initials.scopes, undefined]);
});

room('a restore leaves ports and address filter as they are, also those of older backups', async () => {
  const { store } = await used();
  const denied = { type: 'Allow', ranges: [{ address: '192.0.2.1', prefixLength: 32 }] } as const;
  const [ports, filter] = [{ HTTP: { enabled: true, port: 8081 } }, denied];
  await store.changeAll(
    new Map<string, () => unknown>([
      ['ports', () => ports],
      ['address-filter', () => filter],
    ]),
  );
  const older = await changed(store, (sections) => [
    ...sections,
    { name: 'ports', version: 1, value: { HTTP: { enabled: false, port: 80 } } },
    { name: 'address-filter', version: 1, value: { type: 'Allow', ranges: [] } },
  ]);
  for (const bytes of [backupSettings(await open(temporaryFolder())), older]) {
    await restoreSettings(store, bytes);
    const { ports: presentPorts, 'address-filter': presentFilter } = valuesOf(store);
    assert.equal([presentPorts, presentFilter], [ports, filter]);
  }
});

type Section = { name: string; version: number; value?: unknown };

/** A backup after a change of its sections, its checksum right. */
async function changed(store: SettingsStore, change: (sections: Section[]) => unknown): Promise<Buffer> {
  const { seal, unseal } = await import('../../../firmware/storage/sealed-value.ts');
  const value = unseal(backupSettings(store), undefined).value as { sections: Section[] };
  return seal({ version: 1, revision: 0, value: { ...value, sections: change(value.sections) } }, undefined);
}

const bad: readonly (readonly [name: string, change: (sections: Section[]) => unknown, reason: RegExp])[] = [
  [
    'one value of another shape',
    (all) => all.map((one) => (one.name === 'media' ? { ...one, value: 1 } : one)),
    /media/,
  ],
  [
    'more scopes than fit',
    (all) => all.map((one) => (one.name === 'scopes' ? { ...one, value: Array(33).fill('a:b') } : one)),
    /scopes/,
  ],
  ['a newer version', (all) => all.map((one) => ({ ...one, version: one.version + 1 })), /newer firmware/],
  ['a section that is not known', (all) => [...all, { name: 'ghost', version: 1, value: 1 }], /ghost/],
  ['a section that is in no backup', (all) => [...all, { name: 'users', version: 1, value: [] }], /users/],
  ['something else in it', () => 'sections', /damaged/],
  ['a section twice', (all) => [...all, ...all.slice(0, 1)], /twice/],
];

for (const [name, change, reason] of bad) {
  room(`a restore with ${name} changes nothing`, async () => {
    const { store } = await used();
    const before = valuesOf(store);
    const bytes = await changed(store, change);
    await resetSettings(store, 'soft');
    const after = valuesOf(store);
    await restoreSettings(store, bytes).then(
      () => assert.unreachable(),
      (error: unknown) => {
        assert.is(error instanceof Fault && error.faultName, 'InvalidBackupFile');
        assert.match(error instanceof Error ? error.message : '', reason);
      },
    );
    assert.equal(valuesOf(store), after);
    assert.not.equal(after, before);
  });
}

room('a restore and other changes at once leave one or the other, section by section', async () => {
  const { store } = await used();
  const bytes = backupSettings(store);
  const path = temporaryFolder();
  const other = await open(path);
  const list = createScopeList(other, []);
  await Promise.all([
    ...Array.from({ length: 20 }, (_, at) => list.replace([`onvif://www.onvif.org/name/${at}`])),
    restoreSettings(other, bytes),
    resetSettings(other, 'soft'),
    restoreSettings(other, bytes),
    list.replace(['onvif://www.onvif.org/name/last']),
  ]);
  const [left = ''] = list.configurable();
  assert.ok(['onvif://www.onvif.org/name/last', 'onvif://www.onvif.org/name/mine'].includes(left), left);
  assert.equal(valuesOf(await open(path)), valuesOf(other));
});

room('a section with secrets goes to the same device only', async () => {
  const { setting } = await import('../../../services/settings/setting.ts');
  const hidden = setting({
    ...{ name: 'hidden', version: 1, schema: z.string(), initial: '' },
    ...{ reset: 'soft', secret: true, backup: true },
  });
  const openHidden = async (): Promise<SettingsStore> => {
    const folder = await openDataFolder(temporaryFolder());
    await folder.release();
    const store = openSettings(folder, log);
    store.declare([hidden as SettingDefinition<unknown>]);
    return store;
  };
  const store = await openHidden();
  await store.changeAll(new Map([['hidden', () => 'a secret']]));
  const bytes = writeBackup(store, device);
  assert.not.match(bytes.toString(), 'a secret');
  for (const [key, expected] of [
    [device.key, 'a secret'],
    [Buffer.alloc(32, 2), 'own'],
    [undefined, 'own'],
  ] as const) {
    const other = await openHidden();
    await other.changeAll(new Map([['hidden', () => 'own']]));
    await readBackup(other, { ...device, key }, bytes);
    assert.is(valuesOf(other).hidden, expected);
  }
});

room('a damaged backup changes nothing', async () => {
  const { store } = await used();
  const before = valuesOf(store);
  const bytes = Buffer.from(backupSettings(store).toString().replace('mine', 'many'));
  await restoreSettings(store, bytes).then(
    () => assert.unreachable(),
    (error: unknown) => assert.is(error instanceof Fault && error.faultName, 'InvalidBackupFile'),
  );
  assert.equal(valuesOf(store), before);
});

room('what cannot be written as a whole changes nothing', async () => {
  const { store, path } = await used();
  const before = valuesOf(store);
  // A journal cannot take the place of a folder.
  mkdirSync(join(path, 'journal.json.new'));
  await resetSettings(store, 'hard').then(
    () => assert.unreachable(),
    (error: unknown) => assert.ok(error instanceof StorageError),
  );
  assert.equal(valuesOf(store), before);
  assert.equal(valuesOf(await open(path)), before);
  rmSync(join(path, 'journal.json.new'), { recursive: true });
  await resetSettings(store, 'hard');
  assert.equal(valuesOf(store).users, []);
});

room('a journal that a power cut left is made at the next start, and counts before', async () => {
  const { path } = await used();
  const { key, release } = await openDataFolder(path);
  await release();
  await new SettingsJournal(path, key, log).write([{ section: 'users' }, { section: 'scopes' }]);
  const store = await open(path);
  assert.equal([valuesOf(store).users, valuesOf(store).scopes], [[], initials.scopes]);
  await until(() => !existsSync(join(path, 'journal.json')));
  assert.not.ok(existsSync(join(path, 'settings', 'users.json')));
  assert.match(readFileSync(join(path, 'settings', 'discovery.json'), 'utf8'), 'NonDiscoverable');
});

room('a change after a journal that could not be made yet is not lost to it', async () => {
  const { path } = await used();
  const { key, release } = await openDataFolder(path);
  await release();
  await new SettingsJournal(path, key, log).write([{ section: 'scopes' }]);
  const store = await open(path);
  await createScopeList(store, []).replace(['onvif://www.onvif.org/name/later']);
  assert.equal(valuesOf(await open(path)).scopes, ['onvif://www.onvif.org/name/later']);
});

room.run();
