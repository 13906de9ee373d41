import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ensureAdministrator } from '../../../firmware/control/first-administrator.ts';
import { createUserStore } from '../../../services/auth/users.ts';
import { memorySettings } from '../../services/settings/memory-settings.ts';

const first = suite('first administrator');

first('is created with the password given, which is not told again', async () => {
  const users = createUserStore(memorySettings(), 'test');
  const made = await ensureAdministrator(users, { name: 'admin', password: 'given-password' }, false);
  assert.equal(made, { name: 'admin', password: undefined });
  assert.is(users.password('admin'), 'given-password');
});

first('gets a password that is told once', async () => {
  const users = createUserStore(memorySettings(), 'test');
  const made = await ensureAdministrator(users, { name: 'admin', password: undefined }, false);
  assert.is(users.password('admin'), made?.password);
  assert.ok((made?.password?.length ?? 0) >= 16);
});

first('stays as it is at later starts', async () => {
  const users = createUserStore(memorySettings(), 'test');
  await ensureAdministrator(users, { name: 'admin', password: 'first-password' }, false);
  const again = await ensureAdministrator(users, { name: 'other', password: 'second-password' }, false);
  assert.equal(again, { name: 'admin', password: undefined });
  assert.is(users.list().length, 1);
});

first('is nobody without being asked for: the camera stays in setup state', async () => {
  const users = createUserStore(memorySettings(), 'test');
  assert.is(await ensureAdministrator(users, undefined, false), undefined);
  assert.ok(users.isEmpty());
});

first.run();
