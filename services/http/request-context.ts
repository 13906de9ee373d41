import type { IncomingMessage, ServerResponse } from 'node:http';
import type { UserLevel } from '../auth/user-level.ts';
import type { Attachments } from './attachments.ts';
import { originOf, plainAddress } from './origin.ts';

/** Facts about a request that handlers get beside its message. */
export interface RequestContext {
  /** User of the request; undefined only for the access class PRE_AUTH and in set-up state. */
  readonly user: { readonly name: string; readonly level: UserLevel } | undefined;
  /** Origin by which the client reached the camera, e.g. `http://192.0.2.7:8080`: the base of XAddrs and URIs. */
  readonly origin: string;
  /** Host part of the origin, an IPv6 address without brackets. */
  readonly host: string;
  readonly remoteAddress: string;
  /** Own address at which the request arrived. */
  readonly localAddress: string;
  /** Path below that of the binding or route, e.g. a subscription id; may be empty. */
  readonly subPath: string;
  /** Address in wsa:To of a SOAP message: clients may name a subscription there alone. */
  readonly to?: string | undefined;
  /** Aborted when the client disconnects: long polls must end. */
  readonly signal: AbortSignal;
  /** Files beside the message; absent for a route, which has a body of its own. */
  readonly attachments?: Attachments;
}

function abortSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => controller.abort());
  return controller.signal;
}

/** Context of one request. Members that few handlers use are computed on demand. */
export function requestContext(
  request: IncomingMessage,
  response: ServerResponse,
  subPath: string,
  user: RequestContext['user'],
  to?: string,
): RequestContext {
  let origin: ReturnType<typeof originOf> | undefined;
  let signal: AbortSignal | undefined;
  return {
    user,
    subPath,
    to,
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
    get localAddress() {
      return plainAddress(request.socket.localAddress);
    },
    get signal() {
      signal ??= abortSignal(response);
      return signal;
    },
  };
}
