import { md5 } from './md5.ts';
import { sha256 } from './sha256.ts';

type Algorithm = 'SHA-256' | 'MD5';

/** Algorithms in the order in which the page prefers them. */
const hashes: Readonly<Record<Algorithm, (text: string) => string>> = { 'SHA-256': sha256, MD5: md5 };

/** Proof of a password for one realm, by algorithm (HA1 of RFC 7616 3.4.2). */
export type Secrets = Readonly<Record<Algorithm, string>>;

/** A digest challenge that the page can answer. */
interface Challenge {
  readonly realm: string;
  readonly nonce: string;
  readonly algorithm: Algorithm;
  readonly stale: boolean;
}

export function secretsOf(name: string, realm: string, password: string): Secrets {
  const text = `${name}:${realm}:${password}`;
  return { 'SHA-256': sha256(text), MD5: md5(text) };
}

/** Parameters of a challenge, names in lower case. Quoted values of the camera have no commas and no marks within. */
function parametersOf(text: string): ReadonlyMap<string, string> {
  const pairs = text.split(',').map((pair) => {
    const equals = pair.indexOf('=');
    const value = pair.slice(equals + 1).trim();
    const isQuoted = value.startsWith('"') && value.endsWith('"');
    return [pair.slice(0, equals).trim().toLowerCase(), isQuoted ? value.slice(1, -1) : value] as const;
  });
  return new Map(pairs);
}

/** Best challenge of one or more WWW-Authenticate values, which browsers join with commas. */
export function bestChallenge(values: string): Challenge | undefined {
  const challenges = values.split(/\bDigest /i).flatMap((text): readonly Challenge[] => {
    const found = parametersOf(text);
    const realm = found.get('realm');
    const nonce = found.get('nonce');
    const algorithm = (found.get('algorithm') ?? 'MD5').toUpperCase();
    if (realm === undefined || nonce === undefined || !(algorithm in hashes)) return [];
    return [{ realm, nonce, algorithm: algorithm as Algorithm, stale: found.get('stale')?.toLowerCase() === 'true' }];
  });
  return challenges.find(({ algorithm }) => algorithm === 'SHA-256') ?? challenges[0];
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** Name in UTF-8, one character a byte: header fields of browsers take no others. */
function byteText(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}

/** Answers one challenge any number of times, each time with the next count. */
export class DigestAnswers {
  readonly #challenge: Challenge;
  #count = 0;

  constructor(challenge: Challenge) {
    this.#challenge = challenge;
  }

  get realm(): string {
    return this.#challenge.realm;
  }

  /** Value of Authorization for one request (RFC 7616 3.4). */
  authorization(name: string, secrets: Secrets, method: string, uri: string): string {
    const { realm, nonce, algorithm } = this.#challenge;
    const hash = hashes[algorithm];
    this.#count += 1;
    const nc = this.#count.toString(16).padStart(8, '0');
    const cnonce = [...crypto.getRandomValues(new Uint32Array(2))].map((word) => word.toString(36)).join('');
    const proof = `${secrets[algorithm]}:${nonce}:${nc}:${cnonce}:auth:${hash(`${method}:${uri}`)}`;
    const fields = [
      `username=${quoted(byteText(name))}`,
      `realm=${quoted(realm)}`,
      `nonce=${quoted(nonce)}`,
      `uri=${quoted(uri)}`,
      `algorithm=${algorithm}, qop=auth, nc=${nc}, cnonce=${quoted(cnonce)}`,
      `response=${quoted(hash(proof))}`,
    ];
    return `Digest ${fields.join(', ')}`;
  }
}
