import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { AccessClass } from '../schema/access-class.ts';
import type { RequestContext } from './request-context.ts';

/** HEAD is answered from GET; OPTIONS and all other methods are answered by the routes themselves. */
export type RouteMethod = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** A resource of the web server beside SOAP: a picture, a file, an upload. HTTP digest guards it. */
export interface Route {
  /** Path without trailing slash; what follows it is `subPath`. */
  readonly path: string;
  readonly access: AccessClass;
  readonly methods: Readonly<Partial<Record<RouteMethod, RouteHandler>>>;
  /** Bytes of a request body; absent = none. A longer one is answered 413. */
  readonly limit?: number;
}

export type RouteHandler = (request: RouteRequest) => RouteReply | Promise<RouteReply>;

export interface RouteRequest extends RequestContext {
  /** HEAD where a GET handler need not make its body. */
  readonly method: RouteMethod | 'HEAD';
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /**
   * The request body as it arrives. Reading slowly slows the client down; it fails with BodyTooLong beyond the limit, and
   * with another error when the client goes away. Not reading it is allowed.
   */
  readonly body: Readable;
}

export interface RouteReply {
  readonly status: number;
  readonly type?: string;
  /** A stream is sent as fast as the client reads it, and destroyed when the client goes away. */
  readonly body?: Buffer | string | Readable;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The part of a path below a place, undefined when the path is elsewhere. */
export function subPathOf(path: string, place: string): string | undefined {
  if (path === place) return '';
  return path.startsWith(`${place}/`) ? path.slice(place.length + 1) : undefined;
}
