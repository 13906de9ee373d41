import type { UserStore } from './users.ts';

/** Calls the listener with each user who was deleted or whose password was changed. */
export function onRevoked(users: Pick<UserStore, 'digestUsers' | 'onChange'>, listener: (name: string) => void): void {
  const secrets = (): ReadonlyMap<string, string> =>
    new Map(users.digestUsers().map(({ name, ha1 }) => [name, ha1['SHA-256']]));
  let before = secrets();
  users.onChange(() => {
    const now = secrets();
    const revoked = [...before].filter(([name, secret]) => now.get(name) !== secret);
    before = now;
    for (const [name] of revoked) listener(name);
  });
}
