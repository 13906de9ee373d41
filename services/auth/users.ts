import { z } from 'zod';
import { Fault } from '../faults/fault.ts';
import { type Setting, type SettingDefinition, type Settings, setting } from '../settings/setting.ts';
import { StorageError } from '../settings/storage-error.ts';
import { digestSecrets } from './digest.ts';
import type { DigestUser } from './digest-user.ts';
import {
  checkPassword,
  type PasswordHistory,
  type PasswordPolicy,
  passwordLimits,
  passwordPolicySetting,
  withChanged,
} from './password-policy.ts';
import type { UserLevel } from './user-level.ts';

/** A user as a client names one. Levels that can be assigned: Administrator, Operator, User. @internal */
export interface NewUser {
  readonly name: string;
  readonly password: string;
  readonly level: UserLevel;
}

/** A user as it is stored. */
interface StoredUser extends NewUser {
  readonly history?: PasswordHistory;
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
  /** Rules for new passwords; those that are in use stay good. */
  readonly policy: Setting<PasswordPolicy>;
  /** Called after each change, when it is durable. Returns how to end it. */
  onChange(listener: () => void): () => void;
}

/** Limits that the device capabilities tell (tds:Security: MaxUsers, MaxUserNameLength, MaxPasswordLength). */
export const userLimits: Readonly<Record<'users' | 'nameLength' | 'passwordLength', number>> = {
  users: 32,
  nameLength: 32,
  passwordLength: passwordLimits.longest,
};

const levels = ['Administrator', 'Operator', 'User'] as const satisfies readonly UserLevel[];

export const usersSetting: SettingDefinition<readonly StoredUser[]> = setting({
  name: 'users',
  version: 1,
  schema: z
    .array(
      z.object({
        name: z.string(),
        password: z.string(),
        level: z.enum(levels),
        history: z.array(z.string()).readonly().exactOptional(),
      }),
    )
    .readonly(),
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

function checkAdministratorLeft(users: readonly StoredUser[]): void {
  if (!users.some((user) => user.level === 'Administrator'))
    throw new Fault('FixedUser', 'The last administrator stays');
}

function withPassword(user: StoredUser, next: string, policy: PasswordPolicy): StoredUser {
  checkPassword({ name: user.name, password: next }, policy, 'PasswordTooWeak');
  const history = withChanged(user.history ?? [], { name: user.name, present: user.password, next }, policy);
  return { ...user, password: next, ...(history.length > 0 && { history }) };
}

function replaceUser(users: readonly StoredUser[], change: UserChange, policy: PasswordPolicy): readonly StoredUser[] {
  checkLevel(change.level);
  const { name, password, level } = change;
  const found = users.find((user) => user.name === name);
  if (found === undefined) throw new Fault('UsernameMissing');
  const changed = { ...(password === undefined ? found : withPassword(found, password, policy)), level };
  return users.map((user) => (user === found ? changed : user));
}

function withCreated(
  present: readonly StoredUser[],
  users: readonly NewUser[],
  policy: PasswordPolicy,
): readonly StoredUser[] {
  const next = [...present];
  for (const { name, password, level } of users) {
    checkLevel(level);
    checkName(name);
    checkPassword({ name, password }, policy, 'Password');
    if (next.some((one) => one.name === name)) throw new Fault('UsernameClash');
    next.push({ name, password, level });
  }
  if (next.length > userLimits.users) throw new Fault('TooManyUsers');
  return next;
}

function without(present: readonly StoredUser[], names: readonly string[]): readonly StoredUser[] {
  if (names.some((name) => !present.some((user) => user.name === name))) throw new Fault('UsernameMissing');
  return present.filter((user) => !names.includes(user.name));
}

/** The users of the device, encrypted at rest by the settings (ONVIF Core, user handling). */
export function createUserStore(settings: Settings, realm: string): UserStore {
  const section = settings.open(usersSetting);
  const policy = settings.open(passwordPolicySetting);
  let digests: readonly DigestUser[] | undefined;
  section.onChange(() => {
    digests = undefined;
  });
  const change = async (next: (present: readonly StoredUser[]) => readonly StoredUser[]): Promise<void> => {
    // Users that cannot be read are there all the same: nobody takes the camera over because of a damaged file.
    if (section.unreadable !== undefined) throw new StorageError('unreadable');
    await section.change((present) => {
      const users = next(present);
      checkAdministratorLeft(users);
      return users;
    });
  };

  return {
    policy,
    list: () => section.get().map(({ name, level }) => ({ name, level })),
    isEmpty: () => section.unreadable === undefined && section.get().length === 0,
    create: (users) => change((present) => withCreated(present, users, policy.get())),
    update: (users) => change((present) => users.reduce((all, one) => replaceUser(all, one, policy.get()), present)),
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
