import { type Signal, signal } from '@preact/signals';
import { bestChallenge, DigestAnswers, type Secrets, secretsOf } from './digest.ts';

export type Level = 'Administrator' | 'Operator' | 'User';

/** Name and proof of the person at the page. The password itself is kept nowhere. */
export interface Login {
  readonly name: string;
  readonly realm: string;
  readonly secrets: Secrets;
}

/** User as the camera knows it. */
interface SignedIn {
  readonly name: string;
  readonly level: Level;
}

/** Refusal of a name and password, or of a session whose user has gone. */
export class NotSignedIn extends Error {}

/** Refusal of one of too many failed sign-ins. */
export class TooManyAttempts extends Error {}

const place = 'vedette-login';

/** Folder of the page: a reverse proxy may put the camera below a path of its own. */
const folder = new URL('.', location.href);

let login: Login | undefined;
let answers: DigestAnswers | undefined;

/** Person who is signed in; undefined at the sign-in page. */
export const user: Signal<SignedIn | undefined> = signal(undefined);

function stored(): Login | undefined {
  try {
    const value = JSON.parse(sessionStorage.getItem(place) ?? 'null') as Login | null;
    return value ?? undefined;
  } catch {
    return undefined;
  }
}

function keep(value: Login | undefined): void {
  login = value;
  if (value === undefined) sessionStorage.removeItem(place);
  else sessionStorage.setItem(place, JSON.stringify(value));
}

/** Authorization for one request at a path below the page's folder; undefined before the first challenge. */
export function authorization(method: string, path: string): string | undefined {
  if (login === undefined || answers?.realm !== login.realm) return undefined;
  return answers.authorization(login.name, login.secrets, method, `/${path}`);
}

/** Proof for RTSP, whose challenges are its own. */
export function currentLogin(): Login | undefined {
  return login;
}

/** URL of a path below the page's folder. */
export function urlOf(path: string): string {
  return new URL(path, folder).href;
}

function send(path: string, init: RequestInit): Promise<Response> {
  const value = authorization(init.method ?? 'GET', path);
  const headers = new Headers(init.headers);
  if (value !== undefined) headers.set('Authorization', value);
  return fetch(urlOf(path), { ...init, headers, credentials: 'omit', cache: 'no-store' });
}

/** Takes the challenge of a refusal. Returns whether the request is worth another try. */
function takeChallenge(reply: Response, tried: boolean): boolean {
  const challenge = bestChallenge(reply.headers.get('WWW-Authenticate') ?? '');
  if (challenge === undefined) return false;
  answers = new DigestAnswers(challenge);
  return login !== undefined && login.realm === challenge.realm && (!tried || challenge.stale);
}

/** Fetches with the digest of the person who is signed in; a spent nonce is followed once, silently. */
export async function request(path: string, init: RequestInit = {}): Promise<Response> {
  const tried = login !== undefined && answers?.realm === login.realm;
  let reply = await send(path, init);
  if (reply.status === 401 && takeChallenge(reply, tried)) reply = await send(path, init);
  if (reply.status === 429) throw new TooManyAttempts();
  if (reply.status !== 401) return reply;
  // The user was deleted, or has another password now.
  if (user.value !== undefined) signOut();
  throw new NotSignedIn();
}

async function whoAmI(): Promise<SignedIn> {
  const reply = await request('page/user');
  if (!reply.ok) throw new NotSignedIn();
  return (await reply.json()) as SignedIn;
}

/** Realm of the camera, by a request without credentials. */
async function realmOf(): Promise<string> {
  const reply = await fetch(urlOf('page/user'), { credentials: 'omit', cache: 'no-store' });
  await reply.text();
  const challenge = bestChallenge(reply.headers.get('WWW-Authenticate') ?? '');
  if (challenge === undefined) throw new NotSignedIn();
  answers = new DigestAnswers(challenge);
  return challenge.realm;
}

/** Signs in, or rejects with NotSignedIn or TooManyAttempts. */
export async function signIn(name: string, password: string): Promise<void> {
  const realm = await realmOf();
  keep({ name, realm, secrets: secretsOf(name, realm, password) });
  try {
    user.value = await whoAmI();
  } catch (error) {
    keep(undefined);
    throw error;
  }
}

/** Keeps the session of the person whose own password has just been changed. */
export function adoptPassword(password: string): void {
  if (login !== undefined) keep({ ...login, secrets: secretsOf(login.name, login.realm, password) });
}

/** Continues the session of this tab, when there is one. */
export async function resume(): Promise<void> {
  const before = stored();
  if (before === undefined) return;
  keep(before);
  try {
    user.value = await whoAmI();
  } catch (error) {
    if (error instanceof NotSignedIn) keep(undefined);
    else throw error;
  }
}

export function signOut(): void {
  keep(undefined);
  answers = undefined;
  user.value = undefined;
}
