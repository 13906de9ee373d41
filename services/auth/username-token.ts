import { createHash, timingSafeEqual } from 'node:crypto';
import type { XmlElement } from '../schema/xml-element.ts';
import { SeenTokens, type TokenRequest } from './seen-tokens.ts';
import { TokenClock } from './token-clock.ts';

export const securityNamespace = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd';
const utilityNamespace = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd';

/** Texts of a wsse:UsernameToken (WS-Security UsernameToken Profile 1.0). */
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

/** Result of checking a token. @internal */
export type TokenVerdict =
  | 'ok'
  /** The password is right, but the token is too old, of a time to come, or a replay. */
  | 'stale'
  | 'refused';

export interface TokenVerifier {
  /** Refuses passwords in plain text. */
  verify(token: UsernameToken, request: TokenRequest): TokenVerdict;
}

/** Milliseconds by which a client's clock may differ; clients read GetSystemDateAndTime first. */
const tolerance = 300_000;
/** Tokens remembered at once: about 160 a second for as long as they could be replayed. */
const capacity = 100_000;
/** Milliseconds by which clients are behind that set their clock by GetSystemDateAndTime, which tells whole seconds. */
const rounding = 1_500;
/** Characters of the texts in a token. */
const limits = { nonce: 128, created: 64 } as const;

/** Digest = Base64(SHA-1(nonce + created + password)). */
function digest(token: UsernameToken, password: string): Buffer {
  return createHash('sha1').update(Buffer.from(token.nonce, 'base64')).update(token.created).update(password).digest();
}

/** Milliseconds since 1970 between which the token was created; a time without a zone is UTC. NaN for no time. */
function timesOf(created: string): readonly [earliest: number, latest: number] {
  const at = created.indexOf('T');
  const zoned = at < 0 || /[Z+-]/.test(created.slice(at + 1));
  const time = Date.parse(zoned ? created : `${created}Z`);
  // A time in whole seconds may have been taken until the end of that second.
  return [time, created.includes('.') ? time : time + 999];
}

interface TokenVerifierOptions {
  readonly password: (username: string) => string | undefined;
  /** Wall clock, milliseconds since 1970. */
  readonly now?: () => number;
  /** Monotonic milliseconds. */
  readonly uptime?: () => number;
}

/**
 * Verifies WS-UsernameTokens. Accepted tokens are remembered in memory only, so a token from before the start of the
 * verifier is refused: it may have been used then. Its age is measured by the present clock, and the time since the start
 * by the monotonic clock, so a clock that is wrong at boot and set later changes nothing. The price: a client whose clock
 * is behind by some seconds and that does not read GetSystemDateAndTime is refused for as many seconds after a start.
 */
export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  const uptime = options.uptime ?? (() => performance.now());
  const clock = new TokenClock(options.now ?? Date.now, uptime);
  const started = uptime();
  const seen = new SeenTokens({ lifetime: 2 * tolerance, capacity, now: uptime });

  const isFresh = (created: string): boolean => {
    const [earliest, latest] = timesOf(created);
    const sinceStart = uptime() - started;
    return clock
      .readings()
      .some((now) => Math.abs(now - earliest) <= tolerance && now - latest <= sinceStart + rounding);
  };

  return {
    verify: (token, request) => {
      if (token.nonce.length > limits.nonce || token.created.length > limits.created) return 'refused';
      const password = options.password(token.username);
      const claimed = Buffer.from(token.password, 'base64');
      const expected = digest(token, password ?? '');
      const right = claimed.length === expected.length && timingSafeEqual(claimed, expected);
      if (password === undefined || !right || !token.passwordType.endsWith('#PasswordDigest')) return 'refused';
      if (token.nonce === '' || !isFresh(token.created)) return 'stale';
      // Not the nonce as it was written: base64 has many spellings of the same bytes.
      const key = expected.toString('base64');
      return seen.accept(key, timesOf(token.created)[0], request) ? 'ok' : 'stale';
    },
  };
}
