import { hash } from 'node:crypto';
import { type DigestParameters, parseDigest } from './authorization-header.ts';
import type { DigestAlgorithm, DigestUser } from './digest-user.ts';
import { Nonces } from './nonces.ts';
import type { UserLevel } from './user-level.ts';

export interface AuthenticatedUser {
  readonly name: string;
  readonly level: UserLevel;
}

type DigestVerdict =
  | { readonly kind: 'ok'; readonly user: AuthenticatedUser }
  /** The secret is right, but the nonce is spent or the algorithm is no longer in use: the client has to start anew. */
  | { readonly kind: 'stale'; readonly user: AuthenticatedUser }
  /** `user` is undefined when the header names no user of this device. */
  | { readonly kind: 'refused'; readonly user: AuthenticatedUser | undefined };

interface DigestRequest {
  /** Value of the Authorization header. */
  readonly authorization: string;
  readonly method: string;
  /** Target of the request; when given, the credentials must be for it (HTTP). RTSP clients vary it too much. */
  readonly uri?: string;
  /** Connection on which credentials without qop may come again (RTSP); without it they are good for one request. */
  readonly connection?: object;
}

export interface DigestAuthority {
  /** Values for WWW-Authenticate, one header for each algorithm in use, in their order (RFC 7616 3.3). */
  challenges(stale?: boolean): readonly string[];
  verify(request: DigestRequest): DigestVerdict;
}

interface DigestOptions {
  readonly realm: string;
  readonly users: () => readonly DigestUser[];
  /** Algorithms in use, the preferred one first; MD5 alone by default (ONVIF Core 5.9.4.1). */
  readonly algorithms?: () => readonly DigestAlgorithm[];
  /** Milliseconds a nonce is good for; 5 minutes by default. */
  readonly nonceLifetime?: number;
  /** Whole milliseconds of a clock that is never set back. */
  readonly now?: () => number;
}

const hashes = { MD5: 'md5', 'SHA-256': 'sha256' } as const;

const defaultAlgorithms: readonly DigestAlgorithm[] = ['MD5'];

/** Nonces in use at once; with more clients than that, some authenticate again now and then. */
const nonceCapacity = 1024;

function algorithmOf(parameters: DigestParameters): DigestAlgorithm | undefined {
  const name = (parameters.get('algorithm') ?? 'MD5').toUpperCase();
  return name === 'MD5' || name === 'SHA-256' ? name : undefined;
}

function pathOf(target: string): string {
  const absolute = /^[a-z]+:\/\/[^/]*(\/.*)?$/i.exec(target);
  return absolute === null ? target : (absolute[1] ?? '/');
}

/** The same resource, whether client and request line wrote a path or an absolute URI. */
function sameTarget(claimed: string, actual: string): boolean {
  return claimed === actual || pathOf(claimed) === pathOf(actual);
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
  algorithm: DigestAlgorithm,
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

/** Nonces end with the process, so their time is the monotonic clock. */
function sinceStart(): number {
  return Math.floor(performance.now());
}

/** A header names a user in UTF-8, which Node decodes as Latin-1. */
function isNamed(user: DigestUser, claimed: string): boolean {
  return user.name === claimed || user.name === Buffer.from(claimed, 'latin1').toString();
}

/** Parts of a header that can be checked without the secret. */
interface Claim {
  readonly parameters: DigestParameters;
  readonly algorithm: DigestAlgorithm;
  /** undefined without qop. */
  readonly count: number | undefined;
}

function claimOf(parameters: DigestParameters, realm: string, uri: string | undefined): Claim | undefined {
  const algorithm = algorithmOf(parameters);
  const count = countOf(parameters);
  if (algorithm === undefined || Number.isNaN(count) || parameters.get('realm') !== realm) return undefined;
  if ((parameters.get('qop') ?? 'auth').toLowerCase() !== 'auth') return undefined;
  if (uri !== undefined && !sameTarget(parameters.get('uri') ?? '', uri)) return undefined;
  return { parameters, algorithm, count };
}

/** HTTP and RTSP digest access authentication (RFC 7616; RFC 2617 and 2069 forms accepted). */
export function createDigestAuthority(options: DigestOptions): DigestAuthority {
  const { realm, algorithms = () => defaultAlgorithms } = options;
  const now = options.now ?? sinceStart;
  const nonces = new Nonces({ lifetime: options.nonceLifetime ?? 300_000, capacity: nonceCapacity, now });

  // live555 and other clients read these fields by position (docs/clients.md).
  const challenges = (stale = false): readonly string[] => {
    const start = `Digest realm="${realm}", nonce="${nonces.issue()}"${stale ? ', stale=true' : ''}`;
    return algorithms().map((algorithm) => `${start}, algorithm=${algorithm}, qop="auth"`);
  };

  const verify = (request: DigestRequest): DigestVerdict => {
    const parameters = parseDigest(request.authorization);
    if (parameters === undefined) return { kind: 'refused', user: undefined };
    const found = options.users().find((one) => isNamed(one, parameters.get('username') ?? ''));
    const user = found && { name: found.name, level: found.level };
    const claim = claimOf(parameters, realm, request.uri);
    if (claim === undefined) return { kind: 'refused', user };
    // An unknown name costs the same work as a wrong password.
    const expected = digestResponse(claim.algorithm, found?.ha1[claim.algorithm] ?? '', request.method, parameters);
    const right = equalText(expected, (parameters.get('response') ?? '').toLowerCase());
    if (user === undefined || !right) return { kind: 'refused', user };
    const nonce = nonces.check(parameters.get('nonce') ?? '', claim.count, request.connection);
    return { kind: nonce === 'fresh' && algorithms().includes(claim.algorithm) ? 'ok' : 'stale', user };
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
