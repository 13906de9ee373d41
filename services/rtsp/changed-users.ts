import type { DigestUser } from '../auth/digest-user.ts';

function hasSamePassword(one: DigestUser, other: DigestUser): boolean {
  return one.ha1.MD5 === other.ha1.MD5 && one.ha1['SHA-256'] === other.ha1['SHA-256'];
}

/** Names of users that are gone or have another password: their logins are not valid any more. */
export function changedUsers(before: readonly DigestUser[], now: readonly DigestUser[]): ReadonlySet<string> {
  const isKept = (user: DigestUser): boolean => now.some((one) => one.name === user.name && hasSamePassword(one, user));
  return new Set(before.filter((user) => !isKept(user)).map(({ name }) => name));
}
