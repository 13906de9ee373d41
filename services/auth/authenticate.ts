import type { XmlElement } from '../schema/xml-element.ts';
import type { AttemptLimiter } from './attempts.ts';
import type { AuthenticatedUser, DigestAuthority } from './digest.ts';
import { findUsernameToken, type TokenVerifier } from './username-token.ts';

/** What the credentials of a request came to. */
export type Authentication =
  | { readonly kind: 'user'; readonly user: AuthenticatedUser }
  /** HTTP 401 with challenges: nothing was sent, or HTTP digest failed. */
  | { readonly kind: 'challenge'; readonly stale: boolean }
  /** A wrong WS-UsernameToken: a NotAuthorized fault. */
  | { readonly kind: 'not-authorized' };

export interface Authenticators {
  readonly authority: DigestAuthority;
  readonly tokens: TokenVerifier;
  readonly attempts: AttemptLimiter;
  /** The level of a user by name. */
  readonly user: (name: string) => AuthenticatedUser | undefined;
}

export interface Credentials {
  readonly authorization: string | undefined;
  readonly method: string;
  readonly uri: string;
  readonly headers: readonly XmlElement[];
  readonly remoteAddress: string;
}

function check(credentials: Credentials, by: Authenticators): Authentication {
  const token = findUsernameToken(credentials.headers);
  const { authorization, method, uri } = credentials;
  let user: AuthenticatedUser | undefined;
  if (authorization !== undefined) {
    const verdict = by.authority.verify({ authorization, method, uri });
    if (verdict.kind !== 'ok') return { kind: 'challenge', stale: verdict.kind === 'stale' };
    user = verdict.user;
  }
  if (token !== undefined) {
    if (!by.tokens.verify(token)) return { kind: 'not-authorized' };
    user ??= by.user(token.username);
  }
  return user === undefined ? { kind: 'challenge', stale: false } : { kind: 'user', user };
}

function attempt(credentials: Credentials, by: Authenticators): Authentication {
  const result = check(credentials, by);
  const tried = credentials.authorization !== undefined || result.kind === 'not-authorized';
  if (result.kind === 'user') by.attempts.succeeded(credentials.remoteAddress);
  else if (tried && !(result.kind === 'challenge' && result.stale)) by.attempts.failed(credentials.remoteAddress);
  return result;
}

/**
 * HTTP digest first, then the WS-UsernameToken; where both are sent, both must hold (ONVIF Core, authentication).
 * An address that keeps failing waits before it is heard; the others have their answer at once.
 */
export function authenticate(credentials: Credentials, by: Authenticators): Authentication | Promise<Authentication> {
  const wait = by.attempts.delay(credentials.remoteAddress);
  if (wait === 0) return attempt(credentials, by);
  return new Promise((resolve) => setTimeout(() => resolve(attempt(credentials, by)), wait));
}
