import { Readable } from 'node:stream';
import type { RouteRequest } from '../../../services/http/route.ts';

/** A request as a route's handler gets it, from an operator on the same machine. */
export function routeRequest(parts: Partial<RouteRequest> = {}): RouteRequest {
  return {
    method: 'GET',
    user: { name: 'operator', level: 'Operator' },
    origin: 'http://127.0.0.1:80',
    host: '127.0.0.1',
    remoteAddress: '127.0.0.1',
    localAddress: '192.0.2.2',
    subPath: '',
    signal: new AbortController().signal,
    query: new URLSearchParams(),
    headers: {},
    body: Readable.from([]),
    ...parts,
  };
}
