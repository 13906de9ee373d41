import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { deviceFlags, olderCapabilities } from '../../../services/device/capabilities.ts';
import type { DeviceOperations } from '../../../services/generated/device-operations.ts';
import { type Handlers, notOffered } from '../../../services/soap/service.ts';
import { deviceUnderTest } from './camera.ts';

const capabilities = suite('device capabilities');

const io = { inputs: { count: 2 }, relays: { count: 1 } };
const version = { Major: 26, Minor: 6 };

/** The handlers of a device, some of them replaced. */
function handlersWith(others: Partial<Handlers<DeviceOperations>>): Handlers<DeviceOperations> {
  return { ...deviceUnderTest().handlers, ...others };
}

const never = (): never => {
  throw new Error('nobody calls it');
};

capabilities('turn on in both forms with the operations that they stand for', () => {
  const reason = notOffered('a test has no backup');
  const backup = { GetSystemBackup: never, RestoreSystem: never };
  const none = { GetSystemBackup: reason, RestoreSystem: reason };
  for (const [handlers, told] of [
    [handlersWith(none), false],
    [handlersWith(backup), true],
  ] as const) {
    const flags = deviceFlags(handlers, []);
    assert.is(flags.System.SystemBackup, told);
    assert.is(olderCapabilities('', version, flags, { handlers, io }).System?.SystemBackup, told);
  }
});

capabilities('count the connectors in the older form, and tell auxiliary commands where there are any', () => {
  const parts = { handlers: handlersWith({}), io };
  const bare = deviceFlags(parts.handlers, []);
  assert.equal(olderCapabilities('', version, bare, parts).IO, { InputConnectors: 2, RelayOutputs: 1 });
  const flags = deviceFlags(parts.handlers, [{ Misc: { AuxiliaryCommands: ['tt:Wiper|On'] } }]);
  assert.equal(olderCapabilities('', version, flags, parts).IO?.Extension, {
    Auxiliary: true,
    AuxiliaryCommands: ['tt:Wiper|On'],
    Extension: {},
  });
});

capabilities('stay off while only half of the operations are there', () => {
  assert.is(
    deviceFlags(handlersWith({ GetSystemBackup: never, RestoreSystem: notOffered('a test restores nothing') }), [])
      .System.SystemBackup,
    false,
  );
});

capabilities('say of users and network what the operations do', () => {
  const { System } = deviceFlags(deviceUnderTest().handlers, []);
  assert.is(System.UserConfigNotSupported, false);
  assert.is(System.NetworkConfigNotSupported, false);
  const refused = notOffered('no interfaces here');
  const { System: other } = deviceFlags({ ...deviceUnderTest().handlers, SetNetworkInterfaces: refused }, []);
  assert.is(other.NetworkConfigNotSupported, true);
});

capabilities('have the values of the features beside the flags', () => {
  const { handlers } = deviceUnderTest();
  const flags = deviceFlags(handlers, [{ Security: { MaxUsers: 7 } }, { Misc: { AuxiliaryCommands: ['tt:Wiper'] } }]);
  assert.is(flags.Security.MaxUsers, 7);
  assert.is(flags.Security.HttpDigest, true);
  assert.equal(flags.Misc, { AuxiliaryCommands: ['tt:Wiper'] });
  assert.is('Misc' in deviceFlags(handlers, []), false);
});

capabilities.run();
