import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';

/** Host name, IPv4 address or IPv6 address in brackets, each with an optional port (RFC 9110 7.2). */
export const authorityForm: RegExp = /^(?:[a-z0-9](?:[a-z0-9._-]{0,252})|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i;

/** Address of a client, an IPv4 one without the `::ffff:` of a dual-stack socket. */
export function plainAddress(address: string | undefined): string {
  return (address ?? '').replace(/^::ffff:(?=\d+\.)/, '');
}

function ownAuthority(request: IncomingMessage): string {
  const address = plainAddress(request.socket.localAddress);
  return `${address.includes(':') ? `[${address}]` : address}:${request.socket.localPort ?? 80}`;
}

/**
 * Origin by which the client reached the camera: its Host header when that is well formed (a router may forward another
 * port), else the socket's own address.
 */
export function originOf(request: IncomingMessage): { readonly origin: string; readonly host: string } {
  const claimed = request.headers.host ?? '';
  const used = authorityForm.test(claimed) ? claimed : ownAuthority(request);
  const scheme = (request.socket as Partial<TLSSocket>).encrypted ? 'https' : 'http';
  const host = used.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  return { origin: `${scheme}://${used}`, host };
}
