import { createHash, timingSafeEqual } from 'node:crypto';
import type { XmlElement } from '../schema/xml-element.ts';

export const securityNamespace = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd';
const utilityNamespace = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd';

/** A wsse:UsernameToken as it came (WS-Security UsernameToken Profile 1.0). */
export interface UsernameToken {
  readonly username: string;
  readonly password: string;
  /** Absent means PasswordText. */
  readonly passwordType: string;
  readonly nonce: string;
  readonly created: string;
}

function child(element: XmlElement, namespace: string, local: string): XmlElement | undefined {
  return element.children.find((one) => one.local === local && one.namespace === namespace);
}

/** The token among the header blocks, undefined when there is none. */
export function findUsernameToken(headers: readonly XmlElement[]): UsernameToken | undefined {
  const security = headers.find((one) => one.local === 'Security' && one.namespace === securityNamespace);
  const token = security && child(security, securityNamespace, 'UsernameToken');
  if (token === undefined) return undefined;
  const text = (namespace: string, local: string): string => child(token, namespace, local)?.text.trim() ?? '';
  const password = child(token, securityNamespace, 'Password');
  return {
    username: text(securityNamespace, 'Username'),
    password: password?.text.trim() ?? '',
    passwordType: password?.attributes.find((one) => one.local === 'Type')?.value ?? '',
    nonce: text(securityNamespace, 'Nonce'),
    created: text(utilityNamespace, 'Created'),
  };
}

export interface TokenVerifier {
  /** True when the digest is right, fresh and not seen before. Plain-text passwords are refused. */
  verify(token: UsernameToken): boolean;
}

/** Milliseconds that a client's clock may differ; clients read GetSystemDateAndTime first. */
const tolerance = 300_000;
/** Nonces remembered at once, about 160 fresh tokens a second for as long as they could be replayed. */
const capacity = 100_000;

/** Digest = Base64(SHA-1(nonce + created + password)). */
function digest(token: UsernameToken, password: string): Buffer {
  return createHash('sha1').update(Buffer.from(token.nonce, 'base64')).update(token.created).update(password).digest();
}

/** A time without a zone is one of UTC, as the profile wants them all. */
function timeOf(created: string): number {
  return Date.parse(/T[^Z+-]*$/.test(created) ? `${created}Z` : created);
}

export function createTokenVerifier(options: {
  readonly password: (username: string) => string | undefined;
  readonly now?: () => number;
}): TokenVerifier {
  const now = options.now ?? Date.now;
  const seen = new Map<string, number>();

  const expire = (): void => {
    for (const [key, until] of seen) {
      if (until >= now() && seen.size < capacity) return;
      seen.delete(key);
    }
  };

  return {
    verify: (token) => {
      const password = options.password(token.username);
      const created = timeOf(token.created);
      const claimed = Buffer.from(token.password, 'base64');
      const expected = digest(token, password ?? '');
      const right = claimed.length === expected.length && timingSafeEqual(claimed, expected);
      if (password === undefined || !right || !token.passwordType.endsWith('#PasswordDigest')) return false;
      if (token.nonce === '' || token.nonce.length > 128 || !(Math.abs(now() - created) <= tolerance)) return false;
      // Not the nonce as it was written: base64 has many spellings of the same bytes.
      const key = expected.toString('base64');
      expire();
      if (seen.has(key)) return false;
      seen.set(key, now() + 2 * tolerance);
      return true;
    },
  };
}
