import type { Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';

/** TLS for a new connection. */
export interface TlsSettings {
  readonly context: SecureContext;
  /** Decides on the certificate of a client when the handshake is complete; absent where clients need none. */
  readonly accepts?: (socket: TLSSocket) => boolean;
}

/** Settings of each moment; undefined = connections are closed. */
export type TlsOfMoment = () => TlsSettings | undefined;

/**
 * Begins TLS as a server. A connection whose handshake fails, or whose client has no accepted certificate, is closed before
 * anything of it is read.
 */
export function secureSocket(raw: Socket, { context, accepts }: TlsSettings): TLSSocket {
  const certificates = accepts !== undefined && { requestCert: true, rejectUnauthorized: true };
  const socket = new TLSSocket(raw, { isServer: true, secureContext: context, ...certificates });
  socket.on('error', () => socket.destroy());
  socket.once('secure', () => {
    if (accepts?.(socket) === false) socket.destroy();
  });
  return socket;
}
