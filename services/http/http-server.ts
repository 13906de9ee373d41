import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket, type Server as TcpServer } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';
import { type ConnectionLimits, Connections } from './connections.ts';
import { type RequestRefusal, type RequestRules, refusalOf } from './request-check.ts';
import { headOf, parseHead, type RequestHead, readFirstHead } from './request-head.ts';

/**
 * Gets a connection that is not HTTP: the socket, paused while it delivers the head, and the bytes behind the head. From
 * now on it is the taker's to end.
 */
export type TakeConnection = (socket: Socket, behind: Buffer) => void;

export interface HttpServerOptions {
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
  /** True where somebody has logged in on a connection: others give way before it. */
  readonly isLoggedIn?: (socket: Socket) => boolean;
  readonly limits?: Partial<Omit<ConnectionLimits, 'request'>>;
  /** Names under which alone the camera answers, beside its addresses; undefined = any. See `RequestRules`. */
  readonly names?: () => readonly string[] | undefined;
  /**
   * Asked about the first request of each connection: a taker where the connection is not HTTP behind that head. A later
   * request of that kind cannot leave the HTTP parser any more: the client is told to come with a connection of its own.
   */
  readonly divert?: (head: RequestHead) => TakeConnection | undefined;
  readonly timeouts?: Partial<HttpTimeouts>;
}

/**
 * Milliseconds: a whole head, a request before what its bytes earn it, how long a connection may be idle, and how often
 * that is looked at.
 */
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
const usualLimits = {
  connections: 512,
  perAddress: 256,
  pipelined: 16,
  bodyRate: 4096,
  unread: 120_000,
} as const satisfies Omit<ConnectionLimits, 'request'>;
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

/** Bytes that the HTTP parser gets at once of what a connection sent first: it cannot be stopped in the middle of them. */
const pieceBytes = 4096;

/** Lets the HTTP server read a connection from its first byte on. */
function speakHttp(serve: Admit, socket: Socket, read: Buffer): void {
  const last = Math.max(0, Math.ceil(read.length / pieceBytes) - 1);
  for (let piece = last; piece >= 0; piece -= 1)
    socket.unshift(read.subarray(piece * pieceBytes, (piece + 1) * pieceBytes));
  serve(socket);
  socket.resume();
}

function rulesOf({ names }: HttpServerOptions, socket: Socket): RequestRules {
  return { secure: socket instanceof TLSSocket, names: names?.() };
}

/** Looks at the first head of each connection: what is not HTTP behind it goes to its taker. */
function admission(options: HttpServerOptions, connections: Connections, serve: Admit, time: number): Admit {
  const { divert } = options;
  return (socket) => {
    if (!connections.opened(socket)) return;
    readFirstHead(socket, { bytes: headBytes, time }, (read, length) => {
      const head = length === 0 ? undefined : parseHead(read.toString('latin1', 0, length - 4));
      const take = head === undefined ? undefined : divert?.(head);
      // The HTTP server answers what is refused: it sees the same head again.
      const refused = head !== undefined && refusalOf(head, rulesOf(options, socket)) !== undefined;
      if (take === undefined || refused) return speakHttp(serve, socket, read);
      connections.released(socket);
      take(socket, read.subarray(length));
    });
  };
}

/** Answers without looking at the body, and closes: nothing that such a client sends is of interest. */
function refuse(request: IncomingMessage, response: ServerResponse, status: number, reason: string): void {
  request.resume();
  response.writeHead(status, {
    Connection: 'close',
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(reason),
  });
  response.end(request.method === 'HEAD' ? undefined : reason);
}

/** HTTP/1.0 knows no chunks: a proxy before us may see another end of the request (RFC 9112 6.1). */
function wrongFraming({ httpVersionMinor, headers }: IncomingMessage): RequestRefusal | undefined {
  if (httpVersionMinor > 0 || headers['transfer-encoding'] === undefined) return undefined;
  return { status: 400, reason: 'HTTP/1.0 has no transfer codings' };
}

/** Takes each request that the HTTP server has parsed, but those that may not be answered. */
function reception(options: HttpServerOptions, connections: Connections): HttpServerOptions['handler'] {
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const head = headOf(request);
    const refusal = wrongFraming(request) ?? refusalOf(head, rulesOf(options, request.socket));
    if (refusal !== undefined) refuse(request, response, refusal.status, refusal.reason);
    else if (options.divert?.(head) === undefined) options.handler(request, response);
    // It should have been the first of its connection (RFC 9110 15.5.20).
    else refuse(request, response, 421, 'RTSP needs a connection of its own');
  };
  return (request, response) => connections.asked(request, response, () => answer(request, response));
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

/** An HTTP server that many idle, silent or slow connections do not close to others. */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const timeouts = { ...usualTimeouts, ...options.timeouts };
  const connections = new Connections(
    { ...usualLimits, ...options.limits, request: timeouts.request },
    options.isLoggedIn ?? (() => false),
  );
  const receive = reception(options, connections);
  const server = createServer(
    {
      maxHeaderSize: headBytes,
      headersTimeout: timeouts.head,
      // Connections look after the time of bodies: an upload may take as long as its size needs.
      requestTimeout: 0,
      keepAliveTimeout: timeouts.keepAlive,
      connectionsCheckingInterval: timeouts.check,
      noDelay: true,
    },
    receive,
  );
  // Whoever reads the body asks the client for it: an upload that is refused never begins.
  server.on('checkContinue', receive);
  server.maxRequestsPerSocket = 0;
  const admit = admission(options, connections, takeAside(server), timeouts.head);
  server.on('connection', admit);
  const checking = setInterval(() => connections.check(), timeouts.check);
  checking.unref();
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
      clearInterval(checking);
      const closed = listening.map((one) => once(one, 'close'));
      for (const one of listening) one.close();
      connections.close();
      server.closeAllConnections();
      await Promise.all(closed);
    },
  };
}
