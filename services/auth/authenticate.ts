import { hash } from 'node:crypto';
import type { AccessClass } from '../schema/access-class.ts';
import type { XmlElement } from '../schema/xml-element.ts';
import type { AttemptLimiter, AttemptOutcome } from './attempts.ts';
import type { AuthenticatedUser, DigestAuthority } from './digest.ts';
import { findUsernameToken, type TokenVerifier, type UsernameToken } from './username-token.ts';

/** Result of checking the credentials of a request. */
export type Authentication =
  | { readonly kind: 'user'; readonly user: AuthenticatedUser }
  /** HTTP 401 with challenges: nothing was sent, or HTTP digest failed. */
  | { readonly kind: 'challenge'; readonly stale: boolean }
  /** A wrong WS-UsernameToken: a NotAuthorized fault. */
  | { readonly kind: 'not-authorized' }
  /** Too many attempts of this address fail at once: HTTP 429. */
  | { readonly kind: 'too-many' };

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
  /** The operation that is asked for; absent for a resource that is fetched. */
  readonly operation?: { readonly message: XmlElement; readonly access: AccessClass };
}

/** The reply for credentials, and whether they prove the user's password. */
interface Check {
  readonly result: Authentication;
  readonly outcome: AttemptOutcome;
  /** Name of the user, undefined for a name that no user has. */
  readonly user: string | undefined;
}

function checkDigest(authorization: string, { method, uri }: Credentials, by: Authenticators): Check {
  const verdict = by.authority.verify({ authorization, method, uri });
  const user = verdict.user?.name;
  if (verdict.kind === 'ok') return { result: { kind: 'user', user: verdict.user }, outcome: 'right', user };
  const stale = verdict.kind === 'stale';
  return { result: { kind: 'challenge', stale }, outcome: stale ? 'stale' : 'wrong', user };
}

function checkToken(token: UsernameToken, { operation, remoteAddress }: Credentials, by: Authenticators): Check {
  const user = by.user(token.username);
  const verdict = by.tokens.verify(token, {
    address: remoteAddress,
    body: () => hash('sha1', JSON.stringify(operation?.message ?? '')),
    reads: operation?.access.startsWith('READ_') === true,
  });
  if (user !== undefined && verdict === 'ok')
    return { result: { kind: 'user', user }, outcome: 'right', user: user.name };
  return { result: { kind: 'not-authorized' }, outcome: verdict === 'stale' ? 'stale' : 'wrong', user: user?.name };
}

/** HTTP digest first, then the WS-UsernameToken; when both are sent, both must hold (ONVIF Core, authentication). */
function check(credentials: Credentials, by: Authenticators): Check | undefined {
  const token = findUsernameToken(credentials.headers);
  const { authorization } = credentials;
  const digest = authorization === undefined ? undefined : checkDigest(authorization, credentials, by);
  if (digest !== undefined && (token === undefined || digest.result.kind !== 'user')) return digest;
  if (token === undefined) return undefined;
  const second = checkToken(token, credentials, by);
  return digest === undefined || second.result.kind !== 'user' ? second : digest;
}

/** Accepts right credentials at once. Failed attempts are counted, and their refusals wait. */
export function authenticate(credentials: Credentials, by: Authenticators): Authentication | Promise<Authentication> {
  const checked = check(credentials, by);
  if (checked === undefined) return { kind: 'challenge', stale: false };
  const { result, outcome, user } = checked;
  const verdict = by.attempts.judge({ address: credentials.remoteAddress, user }, outcome);
  if (verdict.kind === 'accepted') return result;
  if (verdict.kind === 'too-many') return { kind: 'too-many' };
  // Credentials that are right but not believed get the answer of wrong ones.
  const refusal: Authentication = result.kind === 'not-authorized' ? result : { kind: 'challenge', stale: false };
  if (verdict.delay === 0) return refusal;
  return new Promise((resolve) => setTimeout(() => resolve(refusal), verdict.delay));
}
