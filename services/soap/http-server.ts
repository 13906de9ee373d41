import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface HttpServerOptions {
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
  /** Open connections; beyond them the one that has been idle longest is closed. */
  readonly connections?: number;
  readonly timeouts?: Partial<HttpTimeouts>;
}

/** Milliseconds: a whole head, a whole request, how long a connection may be idle, and how often that is looked at. */
export interface HttpTimeouts {
  readonly head: number;
  readonly request: number;
  readonly keepAlive: number;
  readonly check: number;
}

export interface HttpServer {
  readonly server: Server;
  /** Resolves with the bound port. */
  listen(port: number, address: string | undefined): Promise<number>;
  close(): Promise<void>;
}

const usualTimeouts: HttpTimeouts = { head: 10_000, request: 20_000, keepAlive: 60_000, check: 1_000 };
const headBytes = 16 * 1024;

/** The connections of a server, and which of them gives way when there are too many. */
class Connections {
  /** Oldest first: a connection moves to the end whenever a request on it ends. */
  readonly #idle = new Set<Socket>();
  /** The last request of each connection that waits for an answer, oldest first. */
  readonly #busy = new Map<Socket, IncomingMessage>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  opened(socket: Socket): void {
    if (this.#idle.size + this.#busy.size >= this.#limit) {
      const oldest = this.#oldest();
      (oldest ?? socket).destroy();
      if (oldest === undefined) return;
      this.#forget(oldest);
    }
    this.#idle.add(socket);
    socket.once('close', () => this.#forget(socket));
  }

  asked(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    this.#idle.delete(socket);
    this.#busy.delete(socket);
    this.#busy.set(socket, request);
    response.once('close', () => {
      // Another request may have come behind this one already.
      if (this.#busy.get(socket) !== request) return;
      this.#busy.delete(socket);
      if (!socket.destroyed) this.#idle.add(socket);
    });
  }

  /** Where none is idle, one whose request is still on its way gives way: slow senders keep nobody out. */
  #oldest(): Socket | undefined {
    const [idle] = this.#idle;
    if (idle !== undefined) return idle;
    for (const [socket, request] of this.#busy) if (!request.complete) return socket;
    return undefined;
  }

  #forget(socket: Socket): void {
    this.#idle.delete(socket);
    this.#busy.delete(socket);
  }
}

/**
 * An HTTP server that many idle or slow connections do not close to others: heads and bodies must arrive in time, and
 * when the table is full the connection that has been idle longest gives way.
 */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const timeouts = { ...usualTimeouts, ...options.timeouts };
  const connections = new Connections(options.connections ?? 512);
  const server = createServer(
    {
      maxHeaderSize: headBytes,
      headersTimeout: timeouts.head,
      requestTimeout: timeouts.request,
      keepAliveTimeout: timeouts.keepAlive,
      connectionsCheckingInterval: timeouts.check,
      noDelay: true,
    },
    (request, response) => {
      connections.asked(request, response);
      options.handler(request, response);
    },
  );
  server.maxRequestsPerSocket = 0;
  server.on('connection', (socket) => connections.opened(socket));
  return {
    server,
    listen: async (port, address) => {
      server.listen({ port, host: address, backlog: 1024 });
      await once(server, 'listening');
      return (server.address() as AddressInfo).port;
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
