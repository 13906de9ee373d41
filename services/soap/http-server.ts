import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface HttpServerOptions {
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
  /** Open connections; beyond them the one that has been idle longest is closed. */
  readonly connections?: number;
}

export interface HttpServer {
  readonly server: Server;
  /** Resolves with the bound port. */
  listen(port: number, address: string | undefined): Promise<number>;
  close(): Promise<void>;
}

/** Milliseconds: a whole head, a whole request, and how long a connection may be idle. */
const timeouts = { head: 10_000, request: 20_000, keepAlive: 60_000, check: 1_000 } as const;
const headBytes = 16 * 1024;

/**
 * An HTTP server that many idle or slow connections do not close to others: heads and bodies must arrive in time, and
 * when the table is full the connection that has been idle longest gives way.
 */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const limit = options.connections ?? 512;
  // Oldest idle first: a connection moves to the end whenever a request on it ends.
  const idle = new Set<Socket>();
  let open = 0;
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
      idle.delete(request.socket);
      response.once('close', () => {
        if (!request.socket.destroyed) idle.add(request.socket);
      });
      options.handler(request, response);
    },
  );
  server.maxRequestsPerSocket = 0;
  server.on('connection', (socket) => {
    open += 1;
    idle.add(socket);
    socket.once('close', () => {
      open -= 1;
      idle.delete(socket);
    });
    const [oldest] = idle;
    if (open > limit) (oldest ?? socket).destroy();
  });
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
