import type { IncomingMessage, ServerResponse } from 'node:http';
import type { UserLevel } from '../auth/user-level.ts';
import { originOf, plainAddress } from './origin.ts';

/** What a handler may know of the request besides its message. */
export interface RequestContext {
  /** undefined only where the access class is PRE_AUTH. */
  readonly user: { readonly name: string; readonly level: UserLevel } | undefined;
  /** Absolute origin under which this client reached us, e.g. `http://192.0.2.7:8080`: the base of every XAddr and URI. */
  readonly origin: string;
  /** Host part of the origin, an IPv6 address without brackets. */
  readonly host: string;
  readonly remoteAddress: string;
  /** What follows the path of the binding or route, e.g. a subscription id; empty when nothing does. */
  readonly subPath: string;
  /** Aborted when the client goes away: long polls must give up. */
  readonly signal: AbortSignal;
}

function abortSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => controller.abort());
  return controller.signal;
}

/** The context of one request. It is made for each, so what few handlers ask for is found when they do. */
export function requestContext(
  request: IncomingMessage,
  response: ServerResponse,
  subPath: string,
  user: RequestContext['user'],
): RequestContext {
  let origin: ReturnType<typeof originOf> | undefined;
  let signal: AbortSignal | undefined;
  return {
    user,
    subPath,
    get origin() {
      origin ??= originOf(request);
      return origin.origin;
    },
    get host() {
      origin ??= originOf(request);
      return origin.host;
    },
    get remoteAddress() {
      return plainAddress(request.socket.remoteAddress);
    },
    get signal() {
      signal ??= abortSignal(response);
      return signal;
    },
  };
}
