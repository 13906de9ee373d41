import { z } from 'zod';
import { Fault } from '../faults/fault.ts';
import { type SettingDefinition, type Settings, setting } from '../settings/setting.ts';
import { StorageError } from '../settings/storage-error.ts';
import { digestSecrets } from './digest.ts';
import type { DigestUser } from './digest-user.ts';
import type { UserLevel } from './user-level.ts';

/** A user as a client names one. Levels that can be assigned: Administrator, Operator, User. @internal */
export interface NewUser {
  readonly name: string;
  readonly password: string;
  readonly level: UserLevel;
}

/** A change of a user. @internal */
export interface UserChange {
  readonly name: string;
  /** Absent: the present password stays. */
  readonly password?: string;
  readonly level: UserLevel;
}

export interface UserStore {
  list(): readonly { readonly name: string; readonly level: UserLevel }[];
  /** True in setup state: there is no user yet. False when the stored users cannot be read; then nobody can log in. */
  isEmpty(): boolean;
  /** All or nothing. Faults: UsernameClash, UsernameTooShort, UsernameTooLong, Password, PasswordTooLong, TooManyUsers, AnonymousNotAllowed. */
  create(users: readonly NewUser[]): Promise<void>;
  /** All or nothing. Faults: UsernameMissing, PasswordTooWeak, PasswordTooLong, AnonymousNotAllowed, FixedUser (last administrator). */
  update(users: readonly UserChange[]): Promise<void>;
  /** All or nothing. Faults: UsernameMissing, FixedUser (last administrator). */
  remove(names: readonly string[]): Promise<void>;
  digestUsers(): readonly DigestUser[];
  /** For WS-UsernameToken only, whose digest needs the password itself. */
  password(name: string): string | undefined;
  /** Called after each change, when it is durable. Returns how to end it. */
  onChange(listener: () => void): () => void;
}

/** Limits that the device capabilities tell (tds:Security: MaxUsers, MaxUserNameLength, MaxPasswordLength). */
export const userLimits = { users: 32, nameLength: 32, passwordLength: 64, shortestPassword: 8 } as const;

const levels = ['Administrator', 'Operator', 'User'] as const satisfies readonly UserLevel[];

export const usersSetting: SettingDefinition<readonly NewUser[]> = setting({
  name: 'users',
  version: 1,
  schema: z.array(z.object({ name: z.string(), password: z.string(), level: z.enum(levels) })).readonly(),
  initial: [],
  reset: 'hard',
  secret: true,
  unreadable: 'nobody can log in: the way back stands in the README, "Locked out"',
  // An old backup must not bring an old password back.
  backup: false,
});

function checkLevel(level: UserLevel): void {
  if (!levels.some((one) => one === level)) throw new Fault('AnonymousNotAllowed');
}

function checkName(name: string): void {
  if (name.length < 1) throw new Fault('UsernameTooShort');
  if (name.length > userLimits.nameLength) throw new Fault('UsernameTooLong');
  if (name.includes(':'))
    throw new Fault(
      'InvalidArgVal',
      'User name with a colon: the digest of a login ends the name there (RFC 7616 3.4.2)',
    );
  if (/\p{Cc}/u.test(name)) throw new Fault('InvalidArgVal', 'User name with a control character');
}

function checkPassword(password: string, weak: 'Password' | 'PasswordTooWeak'): void {
  if (password.length > userLimits.passwordLength) throw new Fault('PasswordTooLong');
  if (password.length < userLimits.shortestPassword)
    throw new Fault(weak, `Password too weak: at least ${userLimits.shortestPassword} characters`);
}

function checkAdministratorLeft(users: readonly NewUser[]): void {
  if (!users.some((user) => user.level === 'Administrator'))
    throw new Fault('FixedUser', 'The last administrator stays');
}

function replaceUser(users: readonly NewUser[], change: UserChange): readonly NewUser[] {
  checkLevel(change.level);
  if (change.password !== undefined) checkPassword(change.password, 'PasswordTooWeak');
  if (!users.some((user) => user.name === change.name)) throw new Fault('UsernameMissing');
  return users.map((user) => (user.name === change.name ? { ...user, ...change } : user));
}

function withCreated(present: readonly NewUser[], users: readonly NewUser[]): readonly NewUser[] {
  const next = [...present];
  for (const { name, password, level } of users) {
    checkLevel(level);
    checkName(name);
    checkPassword(password, 'Password');
    if (next.some((one) => one.name === name)) throw new Fault('UsernameClash');
    next.push({ name, password, level });
  }
  if (next.length > userLimits.users) throw new Fault('TooManyUsers');
  return next;
}

function without(present: readonly NewUser[], names: readonly string[]): readonly NewUser[] {
  if (names.some((name) => !present.some((user) => user.name === name))) throw new Fault('UsernameMissing');
  return present.filter((user) => !names.includes(user.name));
}

/** The users of the device, encrypted at rest by the settings (ONVIF Core, user handling). */
export function createUserStore(settings: Settings, realm: string): UserStore {
  const section = settings.open(usersSetting);
  let digests: readonly DigestUser[] | undefined;
  section.onChange(() => {
    digests = undefined;
  });
  const change = async (next: (present: readonly NewUser[]) => readonly NewUser[]): Promise<void> => {
    // Users that cannot be read are there all the same: nobody takes the camera over because of a damaged file.
    if (section.unreadable !== undefined) throw new StorageError('unreadable');
    await section.change((present) => {
      const users = next(present);
      checkAdministratorLeft(users);
      return users;
    });
  };

  return {
    list: () => section.get().map(({ name, level }) => ({ name, level })),
    isEmpty: () => section.unreadable === undefined && section.get().length === 0,
    create: (users) => change((present) => withCreated(present, users)),
    update: (users) => change((present) => users.reduce(replaceUser, present)),
    remove: (names) => change((present) => without(present, names)),
    digestUsers: () => {
      digests ??= section
        .get()
        .map(({ name, level, password }) => ({ name, level, ha1: digestSecrets(name, realm, password) }));
      return digests;
    },
    password: (name) => section.get().find((user) => user.name === name)?.password,
    onChange: (listener) => section.onChange(listener),
  };
}
