import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { digestSecrets } from '../../../services/auth/digest.ts';
import type { UserLevel } from '../../../services/auth/user-level.ts';
import { createUserStore, type NewUser, type UserChange, type UserStore } from '../../../services/auth/users.ts';
import { Fault } from '../../../services/faults/fault.ts';
import { memorySettings } from '../settings/memory-settings.ts';

const users = suite('users');

const admin: NewUser = { name: 'admin', password: 'password-1', level: 'Administrator' };
const operator: NewUser = { name: 'operator', password: 'password-2', level: 'Operator' };
const viewer: NewUser = { name: 'viewer', password: 'password-3', level: 'User' };
const named = (name: string, facts: Partial<NewUser> = {}): NewUser => ({ ...viewer, name, ...facts });

async function storeOf(...present: readonly NewUser[]): Promise<UserStore> {
  const store = createUserStore(memorySettings(), 'camera');
  if (present.length > 0) await store.create(present);
  return store;
}

/** The name of the fault that a change ended in; '' when it went well. */
async function faultOf(change: Promise<void>): Promise<string> {
  try {
    await change;
    return '';
  } catch (error) {
    if (error instanceof Fault) return error.faultName;
    throw error;
  }
}

users('are none in a new camera, and are there after the first was created', async () => {
  const store = await storeOf();
  assert.equal([store.isEmpty(), store.list(), store.digestUsers()], [true, [], []]);
  await store.create([admin, viewer]);
  assert.is(store.isEmpty(), false);
  assert.equal(store.list(), [
    { name: 'admin', level: 'Administrator' },
    { name: 'viewer', level: 'User' },
  ]);
  assert.not.match(JSON.stringify(store.list()), 'password');
});

const creations: readonly (readonly [what: string, list: readonly NewUser[], fault: string])[] = [
  ['a user', [viewer], ''],
  ['nobody', [], ''],
  ['a second administrator', [named('root', { level: 'Administrator' })], ''],
  ['a name of 32 characters', [named('n'.repeat(32))], ''],
  ['a name of 33 characters', [named('n'.repeat(33))], 'UsernameTooLong'],
  ['an empty name', [named('')], 'UsernameTooShort'],
  ['a name of any script', [named('Jürgen 様')], ''],
  ['a name with a colon', [named('a:b')], 'InvalidArgVal'],
  ['a name with a quote', [named('a"b')], ''],
  ['a name with a backslash', [named('a\\b')], ''],
  ['a name with a line break', [named('a\r\nb')], 'InvalidArgVal'],
  ['a name that is taken', [named('admin')], 'UsernameClash'],
  ['a name in other case', [named('Admin')], ''],
  ['a name twice', [viewer, viewer], 'UsernameClash'],
  ['a password of 8 characters', [named('v', { password: '12345678' })], ''],
  ['a password of 7 characters', [named('v', { password: '1234567' })], 'Password'],
  ['no password', [named('v', { password: '' })], 'Password'],
  ['a password of 64 characters', [named('v', { password: 'p'.repeat(64) })], ''],
  ['a password of 65 characters', [named('v', { password: 'p'.repeat(65) })], 'PasswordTooLong'],
  ['level Anonymous', [named('v', { level: 'Anonymous' })], 'AnonymousNotAllowed'],
  ['31 more', Array.from({ length: 31 }, (_, at) => named(`user-${at}`)), ''],
  ['32 more', Array.from({ length: 32 }, (_, at) => named(`user-${at}`)), 'TooManyUsers'],
  ['a good one before a bad one', [viewer, named('')], 'UsernameTooShort'],
];

for (const [what, list, fault] of creations) {
  users(`creates ${what}: ${fault || 'done'}`, async () => {
    const store = await storeOf(admin);
    assert.is(await faultOf(store.create(list)), fault);
    const expected = fault === '' ? ['admin', ...list.map(({ name }) => name)] : ['admin'];
    assert.equal(
      store.list().map(({ name }) => name),
      expected,
    );
  });
}

users('are not created first without an administrator among them', async () => {
  const store = await storeOf();
  assert.is(await faultOf(store.create([viewer, operator])), 'FixedUser');
  assert.is(store.isEmpty(), true);
});

const changes: readonly (readonly [what: string, list: readonly UserChange[], fault: string])[] = [
  ['a level', [{ name: 'viewer', level: 'Operator' }], ''],
  ['a password', [{ name: 'viewer', password: 'password-9', level: 'User' }], ''],
  ['nothing', [], ''],
  ['an unknown user', [{ name: 'nobody', level: 'User' }], 'UsernameMissing'],
  [
    'a good one before an unknown one',
    [
      { name: 'viewer', level: 'Operator' },
      { name: 'x', level: 'User' },
    ],
    'UsernameMissing',
  ],
  ['a weak password', [{ name: 'viewer', password: 'short', level: 'User' }], 'PasswordTooWeak'],
  ['an empty password', [{ name: 'viewer', password: '', level: 'User' }], 'PasswordTooWeak'],
  ['a long password', [{ name: 'viewer', password: 'p'.repeat(65), level: 'User' }], 'PasswordTooLong'],
  ['to level Anonymous', [{ name: 'viewer', level: 'Anonymous' }], 'AnonymousNotAllowed'],
  ['the last administrator to an operator', [{ name: 'admin', level: 'Operator' }], 'FixedUser'],
  [
    'two administrators round',
    [
      { name: 'admin', level: 'User' },
      { name: 'viewer', level: 'Administrator' },
    ],
    '',
  ],
];

for (const [what, list, fault] of changes) {
  users(`changes ${what}: ${fault || 'done'}`, async () => {
    const store = await storeOf(admin, viewer);
    const before = store.list();
    assert.is(await faultOf(store.update(list)), fault);
    const levelOf = (name: string, level: UserLevel): UserLevel =>
      list.find((one) => one.name === name)?.level ?? level;
    const after = before.map(({ name, level }) => ({ name, level: fault === '' ? levelOf(name, level) : level }));
    assert.equal(store.list(), after);
    const password = list.find((one) => one.name === 'viewer')?.password;
    assert.is(store.password('viewer'), fault === '' && password !== undefined ? password : viewer.password);
  });
}

const removals: readonly (readonly [what: string, names: readonly string[], fault: string])[] = [
  ['a user', ['viewer'], ''],
  ['two users', ['viewer', 'operator'], ''],
  ['a user named twice', ['viewer', 'viewer'], ''],
  ['an unknown user', ['nobody'], 'UsernameMissing'],
  ['a known and an unknown user', ['viewer', 'nobody'], 'UsernameMissing'],
  ['the last administrator', ['admin'], 'FixedUser'],
  ['everybody', ['admin', 'operator', 'viewer'], 'FixedUser'],
];

for (const [what, names, fault] of removals) {
  users(`removes ${what}: ${fault || 'done'}`, async () => {
    const store = await storeOf(admin, operator, viewer);
    assert.is(await faultOf(store.remove(names)), fault);
    const left = ['admin', 'operator', 'viewer'].filter((name) => fault !== '' || !names.includes(name));
    assert.equal(
      store.list().map(({ name }) => name),
      left,
    );
  });
}

users('log in by digest with the password that they have now', async () => {
  const store = await storeOf(admin, viewer);
  const secrets = (): unknown => store.digestUsers().map(({ name, ha1 }) => [name, ha1]);
  const expected = (name: string, password: string): unknown => [name, digestSecrets(name, 'camera', password)];
  assert.equal(secrets(), [expected('admin', 'password-1'), expected('viewer', 'password-3')]);
  assert.is(store.digestUsers(), store.digestUsers());
  await store.update([{ name: 'viewer', password: 'password-4', level: 'Operator' }]);
  assert.equal(secrets(), [expected('admin', 'password-1'), expected('viewer', 'password-4')]);
  assert.is(store.digestUsers()[1]?.level, 'Operator');
  await store.remove(['viewer']);
  assert.equal(secrets(), [expected('admin', 'password-1')]);
  assert.equal([store.password('viewer'), store.password('admin')], [undefined, 'password-1']);
  assert.not.match(JSON.stringify(store.digestUsers()), 'password-1');
});

users('tell listeners of each change that happened and of no refused one', async () => {
  const store = await storeOf(admin);
  const seen: number[] = [];
  store.onChange(() => seen.push(store.digestUsers().length));
  await store.create([viewer]);
  assert.is(await faultOf(store.create([viewer])), 'UsernameClash');
  assert.is(await faultOf(store.remove(['admin'])), 'FixedUser');
  await store.remove(['viewer']);
  assert.equal(seen, [2, 1]);
});

users('that are created at the same time are all there', async () => {
  const store = await storeOf(admin);
  const names = Array.from({ length: 10 }, (_, at) => `user-${at}`);
  const faults = await Promise.all(names.map((name) => faultOf(store.create([named(name)]))));
  assert.ok(faults.every((fault) => fault === ''));
  assert.equal(
    store.list().map(({ name }) => name),
    ['admin', ...names],
  );
});

users('cannot lose both administrators to two removals at the same time', async () => {
  const store = await storeOf(admin, named('root', { level: 'Administrator' }));
  const faults = await Promise.all([faultOf(store.remove(['admin'])), faultOf(store.remove(['root']))]);
  assert.equal(faults, ['', 'FixedUser']);
  assert.equal(store.list(), [{ name: 'root', level: 'Administrator' }]);
});

users('are the same after a restart', async () => {
  const disk = new Map<string, string>();
  await createUserStore(memorySettings(disk), 'camera').create([admin, viewer]);
  const again = createUserStore(memorySettings(disk), 'camera');
  assert.equal(again.list().length, 2);
  assert.is(again.password('viewer'), 'password-3');
});

const damages: readonly unknown[] = [
  null,
  {},
  'x',
  [null],
  [1],
  [{ name: 'a', level: 'User' }],
  [{ ...admin, level: 'Anonymous' }],
];

users('are not read from a damaged store', () => {
  for (const damage of damages) {
    const disk = new Map([['users', JSON.stringify(damage)]]);
    assert.throws(() => createUserStore(memorySettings(disk), 'camera'), /^users does not fit: /);
  }
});

users.run();
