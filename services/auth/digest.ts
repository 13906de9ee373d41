import { hash } from 'node:crypto';
import { type DigestParameters, parseDigest } from './authorization-header.ts';
import type { DigestUser } from './digest-user.ts';
import { Nonces } from './nonces.ts';
import type { UserLevel } from './user-level.ts';

export interface AuthenticatedUser {
  readonly name: string;
  readonly level: UserLevel;
}

export type DigestVerdict =
  | { readonly kind: 'ok'; readonly user: AuthenticatedUser }
  | { readonly kind: 'stale' }
  | { readonly kind: 'refused' };

export interface DigestRequest {
  /** Value of the Authorization header. */
  readonly authorization: string;
  readonly method: string;
  /** Target of the request; when given, the credentials must be for it (HTTP). RTSP clients vary it too much. */
  readonly uri?: string;
}

export interface DigestAuthority {
  /** Values for WWW-Authenticate, SHA-256 first, MD5 second, one header each (RFC 7616 3.3). */
  challenges(stale?: boolean): readonly string[];
  verify(request: DigestRequest): DigestVerdict;
}

export interface DigestOptions {
  readonly realm: string;
  readonly users: () => readonly DigestUser[];
  /** Milliseconds a nonce is good for; 5 minutes by default. */
  readonly nonceLifetime?: number;
  /** Whole milliseconds of a clock that is never set back. */
  readonly now?: () => number;
}

const hashes = { MD5: 'md5', 'SHA-256': 'sha256' } as const;
type Algorithm = keyof typeof hashes;

const refused: DigestVerdict = { kind: 'refused' };

/** Nonces in use at once; more clients than that authenticate again now and then. */
const nonceCapacity = 1024;

function algorithmOf(parameters: DigestParameters): Algorithm | undefined {
  const name = (parameters.get('algorithm') ?? 'MD5').toUpperCase();
  return name === 'MD5' || name === 'SHA-256' ? name : undefined;
}

/** The same resource, whether the client wrote a path or an absolute URI. */
function sameTarget(claimed: string, actual: string): boolean {
  if (claimed === actual) return true;
  const path = /^[a-z]+:\/\/[^/]*(\/.*)?$/i.exec(claimed);
  return path !== null && (path[1] ?? '/') === actual;
}

/** Takes the same time wherever two texts of the same length differ. */
function equalText(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let at = 0; at < a.length; at += 1) difference |= a.charCodeAt(at) ^ b.charCodeAt(at);
  return difference === 0;
}

/** The nonce count, undefined without qop; NaN is refused by the caller. */
function countOf(parameters: DigestParameters): number | undefined {
  if (parameters.get('qop') === undefined) return undefined;
  const text = parameters.get('nc') ?? '';
  return /^[0-9a-f]{1,8}$/i.test(text) ? Number.parseInt(text, 16) : Number.NaN;
}

/** The response that proves knowledge of A1 (RFC 7616 3.4.1; without qop RFC 2069 2.1.2). */
export function digestResponse(
  algorithm: Algorithm,
  ha1: string,
  method: string,
  parameters: DigestParameters,
): string {
  const digest = (text: string): string => hash(hashes[algorithm], text);
  const ha2 = digest(`${method}:${parameters.get('uri') ?? ''}`);
  const nonce = parameters.get('nonce') ?? '';
  const qop = parameters.get('qop');
  if (qop === undefined) return digest(`${ha1}:${nonce}:${ha2}`);
  return digest(`${ha1}:${nonce}:${parameters.get('nc')}:${parameters.get('cnonce')}:${qop}:${ha2}`);
}

/** Nonces die with the process, so their time need not be the clock's, which somebody may set back. */
function sinceStart(): number {
  return Math.floor(performance.now());
}

/** Whether a header names that user: node gives header bytes as Latin-1, clients send names in UTF-8. */
function isNamed(user: DigestUser, claimed: string): boolean {
  return user.name === claimed || user.name === Buffer.from(claimed, 'latin1').toString();
}

/** HTTP and RTSP digest access authentication (RFC 7616; RFC 2617 and 2069 forms accepted). */
export function createDigestAuthority(options: DigestOptions): DigestAuthority {
  const now = options.now ?? sinceStart;
  const nonces = new Nonces({ lifetime: options.nonceLifetime ?? 300_000, capacity: nonceCapacity, now });

  const challenges = (stale = false): readonly string[] => {
    const nonce = nonces.issue();
    return (['SHA-256', 'MD5'] as const).map(
      (algorithm) =>
        `Digest realm="${options.realm}", qop="auth", algorithm=${algorithm}, nonce="${nonce}"${stale ? ', stale=true' : ''}`,
    );
  };

  const verify = (request: DigestRequest): DigestVerdict => {
    const parameters = parseDigest(request.authorization);
    if (parameters === undefined) return refused;
    const algorithm = algorithmOf(parameters);
    const count = countOf(parameters);
    if (algorithm === undefined || Number.isNaN(count) || parameters.get('realm') !== options.realm) return refused;
    if ((parameters.get('qop') ?? 'auth').toLowerCase() !== 'auth') return refused;
    if (request.uri !== undefined && !sameTarget(parameters.get('uri') ?? '', request.uri)) return refused;
    const user = options.users().find((one) => isNamed(one, parameters.get('username') ?? ''));
    // A name nobody has costs the same work as a wrong password.
    const ha1 = user?.ha1[algorithm] ?? '';
    const expected = digestResponse(algorithm, ha1, request.method, parameters);
    const right = equalText(expected, (parameters.get('response') ?? '').toLowerCase());
    if (user === undefined || !right) return refused;
    const verdict = nonces.check(parameters.get('nonce') ?? '', count);
    return verdict === 'fresh' ? { kind: 'ok', user: { name: user.name, level: user.level } } : { kind: 'stale' };
  };

  return { challenges, verify };
}

/** HA1 of both algorithms (RFC 7616 3.4.2). */
export function digestSecrets(name: string, realm: string, password: string): DigestUser['ha1'] {
  const text = `${name}:${realm}:${password}`;
  return {
    MD5: hash('md5', text),
    'SHA-256': hash('sha256', text),
  };
}
