import { isIP } from 'node:net';
import type { RequestHead } from './request-head.ts';

/** The reason why a request is refused before anything of it is looked at. */
export interface RequestRefusal {
  readonly status: 400 | 403 | 421;
  readonly reason: string;
}

export interface RequestRules {
  /** The request came over TLS. */
  readonly secure: boolean;
  /**
   * Names of the camera beside its addresses and names below `.local`, where no other may be used; undefined = any name.
   * In set-up state a page of a stranger could otherwise have its own name resolve to the camera (DNS rebinding).
   */
  readonly names: readonly string[] | undefined;
}

function hostOf(authority: string): string {
  return authority
    .replace(/:\d{1,5}$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
    .toLowerCase();
}

function isOwnName(host: string, names: readonly string[]): boolean {
  if (isIP(host) !== 0 || host === 'localhost' || host.endsWith('.local')) return true;
  return names.some((name) => name.toLowerCase() === host);
}

/** An origin as a browser writes it: the port of the scheme is left out (RFC 6454 6.2). */
function serialized(scheme: 'http' | 'https', authority: string): string {
  return `${scheme}://${authority.toLowerCase().replace(scheme === 'http' ? /:80$/ : /:443$/, '')}`;
}

/** Browsers say which page a request is from; other programs say nothing. Only pages of the camera itself may ask. */
function isForeign(origin: string, authority: string, secure: boolean): boolean {
  const scheme = secure ? 'https' : 'http';
  const written = origin.toLowerCase();
  return written !== serialized(scheme, authority) && written !== `${scheme}://${authority.toLowerCase()}`;
}

/** Refuses requests of pages that are not the camera's, names that are not, and requests whose host is ambiguous. */
export function refusalOf(head: RequestHead, { secure, names }: RequestRules): RequestRefusal | undefined {
  if (head.hosts > 1) return { status: 400, reason: 'a request has one Host field' };
  const authority = head.fields.get('host') ?? '';
  if (head.ambiguousTarget) return { status: 400, reason: 'the request target is not understood' };
  const origin = head.fields.get('origin');
  if (origin !== undefined && isForeign(origin, authority, secure))
    return { status: 403, reason: 'requests of pages of other origins are refused' };
  if (names !== undefined && authority !== '' && !isOwnName(hostOf(authority), names))
    return { status: 421, reason: 'until it has a user, the camera answers to its addresses and its own names only' };
  return undefined;
}
