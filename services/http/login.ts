import type Koa from 'koa';
import { type Authentication, type Authenticators, authenticate, type Credentials } from '../auth/authenticate.ts';
import type { Logins } from './logins.ts';
import { plainAddress } from './origin.ts';

/** Authenticators of the web port, with the connections on which users logged in. */
export interface WebAuthenticators extends Authenticators {
  readonly logins?: Logins;
}

/** What a SOAP message adds to the credentials of its HTTP request. */
type MessageCredentials = Pick<Credentials, 'headers' | 'operation'>;

/** Authenticates a request, SOAP or not, and counts its connection among those of the user. */
export async function logIn(
  { req, res }: Koa.Context,
  by: WebAuthenticators,
  message: MessageCredentials = { headers: [] },
): Promise<Authentication> {
  const { headers: fields, method = '', url: uri = '', socket } = req;
  const remoteAddress = plainAddress(socket.remoteAddress);
  const result = await authenticate(
    { authorization: fields.authorization, method, uri, remoteAddress, ...message },
    by,
  );
  if (result.kind === 'user') by.logins?.enter(result.user.name, req, res);
  return result;
}

/** Answers 401 with a challenge for each algorithm. */
export function challenge(context: Koa.Context, { authority }: Authenticators, stale: boolean): void {
  context.status = 401;
  context.set('WWW-Authenticate', [...authority.challenges(stale)]);
  context.body = '';
}

/** Answers 429 to one of too many failed logins; the closed connection makes room for others. */
export function refuseLogin(context: Koa.Context): void {
  context.status = 429;
  context.set({ 'Retry-After': '5', Connection: 'close' });
  context.body = '';
}
