import { isIP } from 'node:net';
import type { RequestHead } from './request-head.ts';

/** Refusal of a request by its head alone. */
export interface RequestRefusal {
  readonly status: 400 | 403 | 421;
  readonly reason: string;
}

export interface RequestRules {
  /** True for a request over TLS. */
  readonly secure: boolean;
  /**
   * Host names that are accepted beside addresses, `localhost` and names below `.local`; undefined = any. Set-up state needs
   * the check: a foreign web page could let its own name resolve to the camera (DNS rebinding).
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

/** Origin as browsers write it, without the default port of the scheme (RFC 6454 6.2). */
function serialized(scheme: 'http' | 'https', authority: string): string {
  return `${scheme}://${authority.toLowerCase().replace(scheme === 'http' ? /:80$/ : /:443$/, '')}`;
}

/** True for a request of a web page that the camera has not served; only browsers send Origin. */
function isForeign(origin: string, authority: string, secure: boolean): boolean {
  const scheme = secure ? 'https' : 'http';
  const written = origin.toLowerCase();
  return written !== serialized(scheme, authority) && written !== `${scheme}://${authority.toLowerCase()}`;
}

/** Refuses requests of foreign web pages, for foreign host names, and with an ambiguous host. */
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
