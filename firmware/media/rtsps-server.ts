import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Logger } from 'pino';
import { plainAddress } from '../../services/http/origin.ts';
import { relay } from '../handover/relay.ts';
import { RelayTable } from '../handover/relay-table.ts';
import { secureContext, type TlsCredentials } from '../tls/tls.ts';

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

/** Milliseconds for a handshake. */
const handshakeTime = 10_000;

/**
 * RTSP over TLS (STR-10). What TLS has decrypted goes to the RTSP server through a stream socket, of which the native
 * sender can hold a descriptor; TLS itself needs JavaScript, since Node.js encrypts in memory and the kernel cannot.
 */
export async function startRtspsServer(options: RtspsServerOptions): Promise<RtspsServer> {
  const { credentials, addresses, relayPath, log } = options;
  const context = secureContext(credentials);
  const open = new RelayTable();
  const accept = (raw: Socket): void => {
    const remoteAddress = plainAddress(raw.remoteAddress);
    const localAddress = plainAddress(raw.localAddress);
    if (open.room(remoteAddress) === 0) {
      raw.destroy();
      return;
    }
    const socket = new TLSSocket(raw, { isServer: true, secureContext: context });
    open.add(socket, remoteAddress);
    const expired = setTimeout(() => socket.destroy(), handshakeTime);
    socket.once('close', () => clearTimeout(expired));
    socket.on('error', (error) => {
      log.debug({ err: error, address: remoteAddress }, 'a TLS connection failed');
      socket.destroy();
    });
    socket.once('secure', () => {
      clearTimeout(expired);
      relay(socket, relayPath, { role: 'plain', head: new Uint8Array(), remoteAddress, localAddress, secure: true });
    });
  };
  const servers: Server[] = [];
  let { port } = options;
  for (const host of addresses) {
    const server = createServer({ noDelay: true }, accept);
    server.listen({ port, host, backlog: 512 });
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
    servers.push(server);
  }
  return {
    port,
    close: () => {
      for (const server of servers) server.close();
      open.close();
    },
  };
}
