import { renameSync } from 'node:fs';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { z } from 'zod';
import { openDataFolder } from '../../../firmware/storage/data-folder.ts';
import { openSettings } from '../../../firmware/storage/settings-store.ts';
import { Fault } from '../../../services/faults/fault.ts';
import { type OwnedChange, OwnedList } from '../../../services/owned-list/owned-list.ts';
import { type OwnedEntry, type OwnedListDefinition, ownedSetting } from '../../../services/owned-list/owned-setting.ts';
import type { Settings } from '../../../services/settings/setting.ts';
import { StorageError } from '../../../services/settings/storage-error.ts';
import { temporaryFolder } from '../../firmware/temporary-folder.ts';
import { refusalOf } from '../events/refusals.ts';
import { memorySettings } from '../settings/memory-settings.ts';

const owned = suite('owned list');

/** A throw-away list: notes of which each page has room for two. */
interface Note extends OwnedEntry {
  readonly page: string;
  readonly text: string;
}

const notes: OwnedListDefinition<Note> = {
  name: 'notes',
  version: 1,
  schema: z.object({ token: z.string(), page: z.string(), text: z.string() }),
  initial: [],
  reset: 'soft',
  secret: false,
  backup: true,
  prefix: 'Note',
  tokenLength: 8,
  limit: 2,
  groupOf: ({ page }) => page,
  check: ({ text }, others) => {
    if (text === '') throw new Fault('SettingsInvalid');
    if (others.some((one) => one.text === text)) throw new Fault('PresetExist');
  },
  faults: { unknown: 'NoToken', taken: 'RuleAlreadyExistent', full: 'TooManyPresets', malformed: 'InvalidArgVal' },
};

interface UnderTest {
  readonly list: OwnedList<Note>;
  /** `created Note1`, in the order in which listeners were told. */
  readonly told: string[];
  readonly restarted: () => OwnedList<Note>;
}

function underTest(stored = new Map<string, string>(), settings: Settings = memorySettings(stored)): UnderTest {
  const list = new OwnedList(notes, settings);
  const told: string[] = [];
  list.onChange((changes: readonly OwnedChange<Note>[]) =>
    told.push(...changes.map(({ kind, entry }) => `${kind} ${entry.token} ${entry.text}`)),
  );
  return { list, told, restarted: () => new OwnedList(notes, memorySettings(stored)) };
}

const note = (text: string, token?: string, page = 'a'): Omit<Note, 'token'> & { readonly token?: string } =>
  token === undefined ? { page, text } : { page, text, token };

owned('creates entries with the tokens that clients give, and makes those they leave out', async () => {
  const { list, told, restarted } = underTest();
  const made = await list.create([note('x', 'Note2'), note('y')]);
  assert.equal(made, [
    { token: 'Note2', page: 'a', text: 'x' },
    { token: 'Note1', page: 'a', text: 'y' },
  ]);
  const [third] = await list.create([note('z', '', 'b')]);
  assert.is(third?.token, 'Note3');
  assert.equal(list.all, [...made, third]);
  assert.is(list.one('Note1'), list.all[1]);
  assert.equal(restarted().all, list.all);
  assert.equal(told, ['created Note2 x', 'created Note1 y', 'created Note3 z']);
});

owned('sets and deletes one entry, stored and told', async () => {
  const { list, told, restarted } = underTest();
  await list.create([note('x'), note('y')]);
  told.splice(0);
  const set = await list.set('Note2', (present) => ({ ...present, token: 'other', text: 'door' }));
  assert.equal(set, { token: 'Note2', page: 'a', text: 'door' });
  await list.delete(['Note1']);
  assert.equal(list.all, [set]);
  assert.equal(restarted().all, [set]);
  assert.equal(told, ['changed Note2 door', 'deleted Note1 x']);
});

owned('refuses by the faults of its standard, and changes nothing then', async () => {
  const { list, told } = underTest();
  await list.create([note('x'), note('y'), note('z', 'Other', 'b')]);
  told.splice(0);
  const before = list.all;
  const calls: readonly (readonly [fault: string, call: () => unknown])[] = [
    ['NoToken', () => list.one('Note9')],
    ['NoToken', () => list.set('Note9', (present) => present)],
    ['NoToken', () => list.delete(['Note1', 'Note9'])],
    ['RuleAlreadyExistent', () => list.create([note('w', 'Other', 'c')])],
    ['RuleAlreadyExistent', () => list.create([note('v', 'New', 'c'), note('w', 'New', 'c')])],
    ['InvalidArgVal', () => list.create([note('w', 'x'.repeat(9), 'c')])],
    ['TooManyPresets', () => list.create([note('w')])],
    [
      'TooManyPresets',
      () => list.create([note('u', undefined, 'c'), note('v', undefined, 'c'), note('w', undefined, 'c')]),
    ],
    ['TooManyPresets', () => list.set('Other', (present) => ({ ...present, page: 'a' }))],
    ['SettingsInvalid', () => list.create([note('', undefined, 'c')])],
    ['SettingsInvalid', () => list.set('Note1', (present) => ({ ...present, text: '' }))],
    ['PresetExist', () => list.create([note('x', undefined, 'c')])],
    ['PresetExist', () => list.set('Note2', (present) => ({ ...present, text: 'x' }))],
  ];
  for (const [fault, call] of calls) assert.is(await refusalOf(call), fault);
  assert.is(list.all, before);
  assert.equal(told, []);
  assert.is(list.limit, 2);
});

owned('a full group can be set, also one that a later limit made too full', async () => {
  const stored = new Map([
    ['notes', JSON.stringify([1, 2, 3].map((n) => ({ token: `N${n}`, page: 'a', text: `${n}` })))],
  ]);
  const { list } = underTest(stored);
  await list.set('N1', (present) => ({ ...present, text: 'x' }));
  assert.is(list.all.length, 3);
});

owned('requests that come side by side never pass the limit nor share a token', async () => {
  const { list } = underTest();
  const calls = Array.from({ length: 5 }, (_, index) => list.create([note(`side ${index}`)]));
  const results = await Promise.allSettled(calls);
  assert.is(results.filter(({ status }) => status === 'fulfilled').length, 2);
  assert.equal(
    list.all.map(({ token }) => token),
    ['Note1', 'Note2'],
  );
});

owned('nothing to create and nothing to delete is no change', async () => {
  const { list, told } = underTest();
  await list.create([]);
  await list.delete([]);
  assert.equal(told, []);
});

owned('what cannot be stored has not happened, and works when it can', async () => {
  const path = temporaryFolder();
  const folder = await openDataFolder(path);
  await folder.release();
  const settings = openSettings(folder, pino({ level: 'silent' }));
  settings.declare([ownedSetting(notes)]);
  const { list, told } = underTest(new Map(), settings);
  await list.create([note('x')]);
  told.splice(0);
  const before = list.all;
  renameSync(path, `${path}-gone`);
  const calls = [
    () => list.create([note('y')]),
    () => list.set('Note1', (present) => ({ ...present, text: 'z' })),
    () => list.delete(['Note1']),
  ];
  for (const call of calls)
    await call().then(
      () => assert.unreachable(),
      (error: unknown) => assert.ok(error instanceof StorageError),
    );
  assert.is(list.all, before);
  assert.equal(told, []);
  renameSync(`${path}-gone`, path);
  await list.delete(['Note1']);
  assert.equal([list.all, told], [[], ['deleted Note1 x']]);
});

owned('a stored list with a token twice is not read', () => {
  const twice = [note('x', 'N'), note('y', 'N')];
  assert.throws(() => underTest(new Map([['notes', JSON.stringify(twice)]])), /a token twice/);
});

owned.run();
