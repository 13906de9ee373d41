import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Logger } from 'pino';
import { plainAddress } from '../services/soap/origin.ts';
import { relay } from './relay.ts';
import { secureContext, type TlsCredentials } from './tls.ts';

export interface RtspsServerOptions {
  readonly credentials: TlsCredentials;
  /** 0 = any free port, the same one on all addresses. */
  readonly port: number;
  readonly addresses: readonly (string | undefined)[];
  /** Where decrypted connections go. */
  readonly relayPath: string;
  readonly log: Logger;
}

export interface RtspsServer {
  readonly port: number;
  close(): void;
}

/** Open connections, and milliseconds for a handshake. */
const limits = { connections: 256, handshake: 10_000 } as const;

/**
 * RTSP over TLS (STR-10). What TLS has decrypted goes to the RTSP server through a stream socket, of which the native
 * sender can hold a descriptor; TLS itself needs JavaScript, since Node.js encrypts in memory and the kernel cannot.
 */
export async function startRtspsServer(options: RtspsServerOptions): Promise<RtspsServer> {
  const { credentials, addresses, relayPath, log } = options;
  const context = secureContext(credentials);
  const open = new Set<Socket>();
  const accept = (raw: Socket): void => {
    const { remoteAddress, localAddress } = raw;
    const socket = new TLSSocket(raw, { isServer: true, secureContext: context });
    open.add(socket);
    const expired = setTimeout(() => socket.destroy(), limits.handshake);
    socket.once('close', () => {
      clearTimeout(expired);
      open.delete(socket);
    });
    socket.on('error', (error) => {
      log.debug({ err: error, address: remoteAddress }, 'a TLS connection failed');
      socket.destroy();
    });
    socket.once('secure', () => {
      clearTimeout(expired);
      const addresses = { remoteAddress: plainAddress(remoteAddress), localAddress: plainAddress(localAddress) };
      relay(socket, relayPath, { role: 'plain', head: new Uint8Array(), ...addresses, secure: true });
    });
  };
  const servers: Server[] = [];
  let { port } = options;
  for (const host of addresses) {
    const server = createServer({ noDelay: true }, accept);
    server.maxConnections = limits.connections;
    server.listen({ port, host, backlog: 512 });
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
    servers.push(server);
  }
  return {
    port,
    close: () => {
      for (const server of servers) server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
