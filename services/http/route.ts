import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { AccessClass } from '../schema/access-class.ts';
import type { RequestContext } from './request-context.ts';

/** Methods with a handler. HEAD uses that of GET; `createRoutes` answers all others. */
export type RouteMethod = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Resource of the web server beside SOAP, e.g. a picture, a file or an upload, behind HTTP digest. */
export interface Route {
  /** Path without trailing slash; the part after it is `subPath`. */
  readonly path: string;
  readonly access: AccessClass;
  readonly methods: Readonly<Partial<Record<RouteMethod, RouteHandler>>>;
  /** Bytes of a request body at most, absent = none; a longer one gets 413. */
  readonly limit?: number;
}

export type RouteHandler = (request: RouteRequest) => RouteReply | Promise<RouteReply>;

export interface RouteRequest extends RequestContext {
  /** Method of the request; a GET handler needs no body for HEAD. */
  readonly method: RouteMethod | 'HEAD';
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /**
   * Request body as it arrives; reading slowly slows the client down. It fails with BodyTooLong beyond the limit, and with
   * another error when the client disconnects. A handler may ignore it.
   */
  readonly body: Readable;
}

export interface RouteReply {
  readonly status: number;
  readonly type?: string;
  /** Body of the reply; a stream is sent as fast as the client reads, and destroyed when the client disconnects. */
  readonly body?: Buffer | string | Readable;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Part of a path below a place, undefined for a path elsewhere. */
export function subPathOf(path: string, place: string): string | undefined {
  if (path === place) return '';
  return path.startsWith(`${place}/`) ? path.slice(place.length + 1) : undefined;
}
