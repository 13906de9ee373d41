import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Fault } from '../../../../services/faults/fault.ts';
import type { SetPasswordComplexityConfiguration } from '../../../../services/generated/tds.ts';
import { type DeviceUnderTest, deviceUnderTest } from '../camera.ts';

const policy = suite('password policy');

async function faultOf(change: Promise<unknown>): Promise<string> {
  try {
    await change;
    return '';
  } catch (error) {
    if (error instanceof Fault) return error.faultName;
    throw error;
  }
}

async function camera(stored?: Map<string, string>): Promise<DeviceUnderTest> {
  const one = deviceUnderTest({}, stored);
  if (one.users.isEmpty()) await one.users.create([{ name: 'admin', password: 'password-0', level: 'Administrator' }]);
  return one;
}

const setPassword = (one: DeviceUnderTest, Password: string): Promise<string> =>
  faultOf(one.call('SetUser', { User: [{ Username: 'admin', Password, UserLevel: 'Administrator' }] }));

const create = (one: DeviceUnderTest, Username: string, Password: string): Promise<string> =>
  faultOf(one.call('CreateUsers', { User: [{ Username, Password, UserLevel: 'User' }] }));

const rules: readonly (readonly [rule: SetPasswordComplexityConfiguration, bad: string, good: string])[] = [
  [{ MinLen: 12 }, 'eleven-char', 'twelve-chars'],
  [{ Uppercase: 2 }, 'only One', 'Only Two'],
  [{ Number: 2 }, 'only-one-1', 'only-two-12'],
  [{ SpecialChars: 2 }, 'only-one', 'only-two!'],
  [{ BlockUsernameOccurrence: true }, 'the-ADMIN-er', 'the-owner'],
];

for (const [rule, bad, good] of rules) {
  policy(`holds for new passwords of new and known users: ${JSON.stringify(rule)}`, async () => {
    const one = await camera();
    await one.call('SetPasswordComplexityConfiguration', rule);
    assert.is(await setPassword(one, bad), 'PasswordTooWeak');
    assert.is(await create(one, 'admin-2'.slice(0, rule.BlockUsernameOccurrence ? 5 : 7), bad), 'Password');
    assert.is(await setPassword(one, good), '');
    assert.is(one.users.password('admin'), good);
  });
}

// shows COR-08a
policy('keeps what a request leaves out, over a restart, and refuses what no password can keep', async () => {
  const stored = new Map<string, string>();
  const one = await camera(stored);
  await one.call('SetPasswordComplexityConfiguration', { MinLen: 10 });
  await one.call('SetPasswordComplexityConfiguration', { Number: 1 });
  for (const wrong of [
    { MinLen: 7 },
    { MinLen: 65 },
    { Uppercase: -1 },
    { Number: 1.5 },
    { Uppercase: 30, SpecialChars: 34 },
  ])
    assert.is(await faultOf(one.call('SetPasswordComplexityConfiguration', wrong)), 'InvalidArgVal');
  const again = await camera(stored);
  assert.equal(await again.call('GetPasswordComplexityConfiguration', {}), {
    MinLen: 10,
    Uppercase: 0,
    Number: 1,
    SpecialChars: 0,
    BlockUsernameOccurrence: false,
    PolicyConfigurationLocked: false,
  });
});

policy('that is locked cannot be changed, not even unlocked', async () => {
  const one = await camera();
  await one.call('SetPasswordComplexityConfiguration', { MinLen: 10, PolicyConfigurationLocked: true });
  for (const change of [{ MinLen: 9 }, { PolicyConfigurationLocked: false }])
    assert.is(await faultOf(one.call('SetPasswordComplexityConfiguration', change)), 'InvalidArgVal');
  const history = one.call('SetPasswordHistoryConfiguration', { Enabled: true, Length: 3 });
  assert.is(await faultOf(history), 'InvalidArgVal');
  assert.is(await faultOf(one.call('SetPasswordComplexityConfiguration', { MinLen: 10 })), '');
});

// shows COR-08a
policy('with a history refuses the last passwords, the present one included', async () => {
  const stored = new Map<string, string>();
  const one = await camera(stored);
  await one.call('SetPasswordHistoryConfiguration', { Enabled: true, Length: 3 });
  for (const next of ['password-1', 'password-2', 'password-3']) assert.is(await setPassword(one, next), '');
  const again = await camera(stored);
  for (const used of ['password-3', 'password-2', 'password-1'])
    assert.is(await setPassword(again, used), 'PasswordTooWeak', used);
  assert.is(await setPassword(again, 'password-0'), '');
  await again.call('SetPasswordHistoryConfiguration', { Enabled: false, Length: 2 });
  assert.is(await setPassword(again, 'password-3'), '');
  assert.equal(await again.call('GetPasswordHistoryConfiguration', {}), { Enabled: false, Length: 2 });
  for (const Length of [0, 25])
    assert.is(await faultOf(again.call('SetPasswordHistoryConfiguration', { Enabled: true, Length })), 'InvalidArgVal');
});

policy('leaves a user without change when SetUser has no password', async () => {
  const one = await camera();
  const change = one.call('SetUser', { User: [{ Username: 'admin', UserLevel: 'Administrator' }] });
  assert.is(await faultOf(change), 'PasswordTooWeak');
  assert.is(one.users.password('admin'), 'password-0');
});

policy('is told by the capabilities', async () => {
  const { Capabilities } = await (await camera()).call('GetServiceCapabilities', {});
  assert.equal(Capabilities.Security.SecurityPolicies, ['PasswordComplexity', 'AuthFailureWarnings']);
  assert.is(Capabilities.Security.MaxPasswordHistory, 24);
});

policy.run();
