import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Logger } from 'pino';
import { plainAddress } from '../../services/http/origin.ts';
import { secureSocket, type TlsSettings } from '../../services/http/secure-socket.ts';
import type { TlsPlan } from '../../services/plan/tls-plan.ts';
import { tlsSettings } from '../../services/security/tls-server/tls-settings.ts';
import { Handshakes } from '../handover/handshakes.ts';
import { relay } from '../handover/relay.ts';
import { RelayTable } from '../handover/relay-table.ts';
import type { ListenAddress, Listener } from './listening-set.ts';

interface RtspsServerOptions {
  /** Where decrypted connections go. */
  readonly relayPath: string;
  readonly log: Logger;
  /** Decides whether a client of that address may connect. */
  readonly admits: (address: string) => boolean;
}

/**
 * RTSP over TLS (STR-10). What TLS has decrypted goes to the RTSP server through a stream socket, of which the native
 * sender can hold a descriptor; TLS itself needs JavaScript, since Node.js encrypts in memory and the kernel cannot.
 */
export class RtspsServer {
  readonly #options: RtspsServerOptions;
  readonly #handshakes = new Handshakes();
  readonly #open = new RelayTable();
  /** Plan of the context, as JSON. */
  #presented: string | undefined;
  #settings: TlsSettings | undefined;

  constructor(options: RtspsServerOptions) {
    this.#options = options;
  }

  /** New connections get that certificate and those rules; open ones go on as they began. Throws when it is unfit. */
  present(plan: TlsPlan): void {
    const presented = JSON.stringify(plan);
    if (this.#presented === presented) return;
    this.#settings = tlsSettings(plan);
    this.#presented = presented;
  }

  /** Listens on one address more; rejects when the port cannot be had. */
  async listen(port: number, address: ListenAddress): Promise<Listener> {
    const server = createServer({ noDelay: true }, (socket) => this.#accept(socket));
    server.listen({ port, host: address, backlog: 512 });
    await once(server, 'listening');
    return { port: (server.address() as AddressInfo).port, close: () => server.close() };
  }

  /** Ends all connections. */
  close(): void {
    this.#handshakes.close();
    this.#open.close();
  }

  #accept(raw: Socket): void {
    const { relayPath, log } = this.#options;
    const remoteAddress = plainAddress(raw.remoteAddress);
    const localAddress = plainAddress(raw.localAddress);
    if (this.#settings === undefined || !this.#options.admits(remoteAddress)) {
      raw.destroy();
      return;
    }
    const socket = secureSocket(raw, this.#settings);
    this.#handshakes.add(socket, remoteAddress);
    socket.on('error', (error) => log.debug({ err: error, address: remoteAddress }, 'a TLS connection failed'));
    socket.once('secure', () => {
      this.#handshakes.ended(socket);
      if (socket.destroyed) return;
      if (this.#open.room(remoteAddress) === 0) {
        socket.destroy();
        return;
      }
      this.#open.add(socket, remoteAddress);
      relay(socket, relayPath, { role: 'plain', head: new Uint8Array(), remoteAddress, localAddress, secure: true });
    });
  }
}
