import type { UserLevel } from '../auth/user-level.ts';
import type { UserStore } from '../auth/users.ts';
import { Fault } from '../faults/fault.ts';
import type { DeviceOperations } from '../generated/device-operations.ts';
import type * as tt from '../generated/tt.ts';
import type { Handlers } from '../soap/service.ts';

type Names = 'GetUsers' | 'CreateUsers' | 'SetUser' | 'DeleteUsers';

/** Users of the device (ONVIF Core 8.5). Passwords go in and never out. */
export function userOperations(users: UserStore): Pick<Handlers<DeviceOperations>, Names> {
  return {
    GetUsers: () => ({ User: users.list().map(({ name, level }) => ({ Username: name, UserLevel: level })) }),
    CreateUsers: async ({ User }) => {
      await users.create(
        User.map(({ Username, Password = '', UserLevel: level }) => ({
          name: Username,
          password: Password,
          level: levelOf(level),
        })),
      );
      return {};
    },
    // A password that is left out stays as it is, like every optional element of a Set request.
    SetUser: async ({ User }) => {
      await users.update(
        User.map(({ Username, Password, UserLevel: level }) => ({
          name: Username,
          level: levelOf(level),
          ...(Password !== undefined && { password: Password }),
        })),
      );
      return {};
    },
    DeleteUsers: async ({ Username }) => {
      await users.remove(Username);
      return {};
    },
  };
}

/** `Extended` would be a user role, which this device has none of. */
function levelOf(level: tt.UserLevel): UserLevel {
  if (level === 'Extended') throw new Fault('InvalidArgVal', 'no user roles on this device');
  return level;
}
