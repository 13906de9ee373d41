import { createHash } from 'node:crypto';

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** The client's half of RFC 7616 with MD5: one challenge, then an Authorization value for each request. */
export class DigestClient {
  readonly #ha1: string;
  readonly #realm: string;
  readonly #nonce: string;
  readonly #user: string;
  #count = 0;

  constructor(challenge: string, user: string, password: string) {
    const value = (name: string): string => new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1] ?? '';
    this.#realm = value('realm');
    this.#nonce = value('nonce');
    this.#user = user;
    this.#ha1 = md5(`${user}:${this.#realm}:${password}`);
  }

  authorization(method: string, uri: string): string {
    this.#count += 1;
    const nc = this.#count.toString(16).padStart(8, '0');
    const response = md5(`${this.#ha1}:${this.#nonce}:${nc}:0a4f113b:auth:${md5(`${method}:${uri}`)}`);
    return `Digest username="${this.#user}", realm="${this.#realm}", nonce="${this.#nonce}", uri="${uri}", algorithm=MD5, qop=auth, nc=${nc}, cnonce="0a4f113b", response="${response}"`;
  }
}

/** The MD5 challenge that a server sends to a request without credentials. */
export async function md5Challenge(url: string, body: string): Promise<string> {
  const reply = await fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/soap+xml' } });
  await reply.arrayBuffer();
  const challenges = (reply.headers.get('www-authenticate') ?? '').split(/, (?=Digest )/);
  const md5Only = challenges.find((challenge) => !challenge.includes('SHA-256'));
  if (md5Only === undefined) throw new Error(`no MD5 challenge from ${url}: ${reply.status}`);
  return md5Only;
}
