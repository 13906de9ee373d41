import type { AccessClass } from '../schema/access-class.ts';

/** Something that is fetched by HTTP GET beside SOAP, behind HTTP digest. */
export interface HttpRoute {
  /** Path without trailing slash; what follows it is `subPath`. */
  readonly path: string;
  readonly access: AccessClass;
  readonly get: (request: { readonly subPath: string; readonly signal: AbortSignal }) => Promise<HttpReply>;
}

export interface HttpReply {
  readonly status: number;
  readonly type?: string;
  readonly body?: Buffer | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The part of a path below a place, undefined when the path is elsewhere. */
export function subPathOf(path: string, place: string): string | undefined {
  if (path === place) return '';
  return path.startsWith(`${place}/`) ? path.slice(place.length + 1) : undefined;
}
