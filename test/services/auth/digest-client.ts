import { createHash } from 'node:crypto';

/** What a client knows when it answers a challenge. */
export interface DigestLogin {
  readonly username: string;
  readonly password: string;
  readonly realm: string;
  readonly nonce: string;
  readonly method?: string;
  readonly uri?: string;
  readonly algorithm?: 'MD5' | 'SHA-256';
  /** Nonce count; without it the form of RFC 2069. */
  readonly nc?: string;
  /** Parameters as they are sent where they are not those that were hashed. */
  readonly sent?: Readonly<Record<string, string>>;
}

/** An Authorization value, written from RFC 7616 apart from the code under test. */
export function authorization(login: DigestLogin): string {
  const { username, password, realm, nonce, method = 'GET', uri = '/', algorithm = 'MD5', nc } = login;
  const h = (text: string): string =>
    createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
      .update(text)
      .digest('hex');
  const secret = h(`${username}:${realm}:${password}`);
  const middle = nc === undefined ? '' : `${nc}:0a4f113b:auth:`;
  const response = h(`${secret}:${nonce}:${middle}${h(`${method}:${uri}`)}`);
  const quoted = {
    username: username.replace(/["\\]/g, '\\$&'),
    realm,
    nonce,
    uri,
    response,
    ...(nc !== undefined && { cnonce: '0a4f113b' }),
  };
  const bare = {
    ...((nc !== undefined || algorithm !== 'MD5') && { algorithm }),
    ...(nc !== undefined && { qop: 'auth', nc }),
  };
  const parameters: Record<string, string> = { ...quoted, ...bare, ...login.sent };
  return `Digest ${Object.entries(parameters)
    .map(([name, value]) => `${name}=${name in bare ? value : `"${value}"`}`)
    .join(', ')}`;
}

/** A parameter of a challenge. */
export function challenged(challenge: string | undefined, name: string): string {
  return new RegExp(`\\b${name}="?([^",]+)`).exec(challenge ?? '')?.[1] ?? '';
}
