import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { secureSocket } from '../../../services/http/secure-socket.ts';
import type { SecurityUnderTest } from './security-under-test.ts';

const servers: Server[] = [];

export function closePorts(): void {
  for (const server of servers) server.close();
}

/** A port with the TLS of a device, which greets clients that it accepts: each connection begins with the settings of that moment. */
export async function portOf({ tls }: SecurityUnderTest): Promise<number> {
  const server = createServer((raw) => {
    const settings = tls.settings();
    if (settings === undefined) {
      raw.destroy();
      return;
    }
    const socket = secureSocket(raw, settings);
    socket.once('secure', () => {
      if (!socket.destroyed) socket.write('hello');
    });
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** First bytes that a port sends to a client. Rejects when the connection is closed before. */
export async function presentedBy(port: number, options: ConnectionOptions, request = ''): Promise<string> {
  const { socket, text } = await greeted(port, options, request);
  socket.destroy();
  return text;
}

/** Subject of the certificate that a client gets, and the version of TLS. Rejects when the client is not greeted. */
export async function presented(port: number, options: ConnectionOptions = {}): Promise<string> {
  const { socket } = await greeted(port, options, '');
  const shown = `${socket.getPeerX509Certificate()?.subject ?? ''} ${socket.getProtocol() ?? ''}`;
  socket.destroy();
  return shown;
}

async function greeted(
  port: number,
  options: ConnectionOptions,
  request: string,
): Promise<{ readonly socket: TLSSocket; readonly text: string }> {
  const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ...options });
  const text = await new Promise<string>((resolve, reject) => {
    if (request !== '') socket.write(request);
    socket.once('data', (bytes) => resolve(bytes.toString('latin1')));
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('closed')));
  }).catch((error: unknown) => {
    socket.destroy();
    throw error;
  });
  return { socket, text };
}
