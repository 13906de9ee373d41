import type { Context, Middleware } from 'koa';
import middleware from 'koa-xml-body';

interface Options {
  readonly encoding: string;
  /** Bytes. */
  readonly limit: number;
  /** Given to xml2js. */
  readonly xmlOptions: object;
  readonly onerror: (error: Error & { readonly status?: number }, context: Context) => void;
}

/** What koa-xml-body leaves on the request. */
export interface ParsedRequest {
  readonly body?: unknown;
  readonly rawBody?: unknown;
}

/** koa-xml-body 3, which ships no types. */
export const koaXmlBody: (options: Options) => Middleware = middleware as (options: Options) => Middleware;
