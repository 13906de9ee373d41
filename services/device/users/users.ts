import type { UserLevel } from '../../auth/user-level.ts';
import { type UserStore, userLimits } from '../../auth/users.ts';
import { Fault } from '../../faults/fault.ts';
import type * as tt from '../../generated/tt.ts';
import type { DeviceFeature } from '../feature.ts';

type Names = 'GetUsers' | 'CreateUsers' | 'SetUser' | 'DeleteUsers';

/** Users of the device (ONVIF Core 8.5). Passwords are never told. */
export function userFeature(users: UserStore): DeviceFeature<Names> {
  return {
    capabilities: {
      Security: {
        MaxUsers: userLimits.users,
        MaxUserNameLength: userLimits.nameLength,
        MaxPasswordLength: userLimits.passwordLength,
      },
    },
    handlers: userHandlers(users),
  };
}

function userHandlers(users: UserStore): DeviceFeature<Names>['handlers'] {
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
    // A user without password cannot be: the standard names the fault of a change that leaves it out (ONVIF Core, SetUser).
    SetUser: async ({ User }) => {
      await users.update(
        User.map(({ Username, Password = '', UserLevel: level }) => ({
          name: Username,
          password: Password,
          level: levelOf(level),
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

/** Level of a user; `Extended` needs user roles, which the device does not have. */
function levelOf(level: tt.UserLevel): UserLevel {
  if (level === 'Extended') throw new Fault('InvalidArgVal', 'no user roles on this device');
  return level;
}
