import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket, type Server as TcpServer } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';
import { Connections } from './connections.ts';
import { headOf, parseHead, type RequestHead, readFirstHead } from './request-head.ts';

/**
 * Gets a connection that is not HTTP: the socket, paused while it delivers the head, and the bytes behind the head. From
 * now on it is the taker's to end.
 */
export type TakeConnection = (socket: Socket, behind: Buffer) => void;

export interface HttpServerOptions {
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
  /** Open connections; beyond them the one that has been idle longest is closed. */
  readonly connections?: number;
  /**
   * Asked about the first request of each connection: a taker where the connection is not HTTP behind that head. A later
   * request of that kind cannot leave the HTTP parser any more: the client is told to come with a connection of its own.
   */
  readonly divert?: (head: RequestHead) => TakeConnection | undefined;
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
  /** The same over TLS. */
  listenTls(port: number, address: string | undefined, context: SecureContext): Promise<number>;
  close(): Promise<void>;
}

const usualTimeouts: HttpTimeouts = { head: 10_000, request: 20_000, keepAlive: 60_000, check: 1_000 };
const headBytes = 16 * 1024;

/** What each listening server does with a new connection. */
type Admit = (socket: Socket) => void;

/** Takes the place of the HTTP server's own listener, which is given back: what a connection says first decides. */
function takeAside(server: Server): Admit {
  const [serve] = server.listeners('connection');
  if (serve === undefined) throw new Error('an HTTP server without connection listener');
  server.removeAllListeners('connection');
  return (socket) => {
    serve.call(server, socket);
  };
}

/** Lets the HTTP server read a connection from its first byte on. */
function speakHttp(serve: Admit, socket: Socket, read: Buffer): void {
  socket.unshift(read);
  serve(socket);
  socket.resume();
}

function admission(options: HttpServerOptions, connections: Connections, serve: Admit, time: number): Admit {
  const { divert } = options;
  return (socket) => {
    if (!connections.opened(socket)) return;
    readFirstHead(socket, { bytes: headBytes, time }, (read, length) => {
      const head = length === 0 ? undefined : parseHead(read.toString('latin1', 0, length - 4));
      const take = head === undefined ? undefined : divert?.(head);
      if (take === undefined) return speakHttp(serve, socket, read);
      connections.released(socket);
      take(socket, read.subarray(length));
    });
  };
}

/** Answers a request that should have been the first of its connection (RFC 9110 15.5.20). */
function misdirected(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  response.writeHead(421, { Connection: 'close', 'Content-Length': 0 }).end();
}

/** Accepts TLS connections; what is inside is spoken to like any other connection. */
function createTlsServer(secureContext: SecureContext, admit: Admit): TcpServer {
  return createTcpServer({ noDelay: true }, (raw) => {
    const socket = new TLSSocket(raw, { isServer: true, secureContext });
    // A handshake that fails closes the connection: there is nobody to tell.
    socket.on('error', () => socket.destroy());
    admit(socket);
  });
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
    (request, response) => answer(request, response),
  );
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    connections.asked(request, response);
    if (options.divert?.(headOf(request)) === undefined) options.handler(request, response);
    else misdirected(request, response);
  };
  // Whoever reads the body asks the client for it: an upload that is refused never begins.
  server.on('checkContinue', answer);
  server.maxRequestsPerSocket = 0;
  const admit = admission(options, connections, takeAside(server), timeouts.head);
  server.on('connection', admit);
  const listening: TcpServer[] = [];
  const listen = async (one: TcpServer, port: number, host: string | undefined): Promise<number> => {
    one.listen({ port, host, backlog: 1024 });
    await once(one, 'listening');
    listening.push(one);
    return (one.address() as AddressInfo).port;
  };
  return {
    server,
    listen: (port, address) => listen(server, port, address),
    listenTls: (port, address, context) => listen(createTlsServer(context, admit), port, address),
    close: async () => {
      const closed = listening.map((one) => once(one, 'close'));
      for (const one of listening) one.close();
      connections.close();
      server.closeAllConnections();
      await Promise.all(closed);
    },
  };
}
