import type { DigestUser } from '../media/desired-media.ts';
import type { Section, Settings } from '../settings/section.ts';
import { Fault } from '../soap/fault.ts';
import type { UserLevel } from '../soap/request-context.ts';
import { digestSecrets } from './digest.ts';

/** A user as a client names one. Levels that can be assigned: Administrator, Operator, User. */
export interface NewUser {
  readonly name: string;
  readonly password: string;
  readonly level: UserLevel;
}

export interface UserChange {
  readonly name: string;
  /** Absent: the present password stays. */
  readonly password?: string;
  readonly level: UserLevel;
}

export interface UserStore {
  list(): readonly { readonly name: string; readonly level: UserLevel }[];
  /** True in setup state: nobody can log in yet. */
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
  onChange(listener: () => void): void;
}

/** Limits that the device capabilities tell (tds:Security: MaxUsers, MaxUserNameLength, MaxPasswordLength). */
export const userLimits = { users: 32, nameLength: 32, passwordLength: 64, shortestPassword: 8 } as const;

const levels: readonly UserLevel[] = ['Administrator', 'Operator', 'User'];

function decodeUsers(stored: unknown): readonly NewUser[] {
  if (!Array.isArray(stored)) throw new Error('users: not a list');
  return stored.map((entry: unknown) => {
    const { name, password, level } = (typeof entry === 'object' && entry !== null ? entry : {}) as Partial<NewUser>;
    const known = levels.find((one) => one === level);
    if (typeof name !== 'string' || typeof password !== 'string' || known === undefined)
      throw new Error('users: bad entry');
    return { name, password, level: known };
  });
}

function checkLevel(level: UserLevel): void {
  if (!levels.includes(level)) throw new Fault('AnonymousNotAllowed');
}

function checkName(name: string): void {
  if (name.length < 1) throw new Fault('UsernameTooShort');
  if (name.length > userLimits.nameLength) throw new Fault('UsernameTooLong');
  // A colon would make the digest's A1 ambiguous, quotes and controls break headers (RFC 7616 3.4).
  if (/[\p{Cc}:"\\]/u.test(name))
    throw new Fault('InvalidArgVal', 'User name with a colon, quote, backslash or control character');
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

/** The users of the device, encrypted at rest by the settings (ONVIF Core, user handling). */
export function createUserStore(settings: Settings, realm: string): UserStore {
  const section: Section<readonly NewUser[]> = settings.section('users', decodeUsers, [], { secret: true });
  const listeners: (() => void)[] = [];
  let digests: readonly DigestUser[] | undefined;

  const store = async (next: readonly NewUser[]): Promise<void> => {
    await section.set(next);
    digests = undefined;
    for (const listener of listeners) listener();
  };

  return {
    list: () => section.get().map(({ name, level }) => ({ name, level })),
    isEmpty: () => section.get().length === 0,
    create: async (users) => {
      let next = section.get();
      for (const user of users) {
        checkLevel(user.level);
        checkName(user.name);
        checkPassword(user.password, 'Password');
        if (next.some((one) => one.name === user.name)) throw new Fault('UsernameClash');
        next = [...next, { name: user.name, password: user.password, level: user.level }];
      }
      if (next.length > userLimits.users) throw new Fault('TooManyUsers');
      checkAdministratorLeft(next);
      await store(next);
    },
    update: async (users) => {
      const next = users.reduce(replaceUser, section.get());
      checkAdministratorLeft(next);
      await store(next);
    },
    remove: async (names) => {
      const missing = names.find((name) => !section.get().some((user) => user.name === name));
      if (missing !== undefined) throw new Fault('UsernameMissing');
      const next = section.get().filter((user) => !names.includes(user.name));
      checkAdministratorLeft(next);
      await store(next);
    },
    digestUsers: () => {
      digests ??= section
        .get()
        .map(({ name, level, password }) => ({ name, level, ha1: digestSecrets(name, realm, password) }));
      return digests;
    },
    password: (name) => section.get().find((user) => user.name === name)?.password,
    onChange: (listener) => {
      listeners.push(listener);
    },
  };
}
