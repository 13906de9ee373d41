import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket, type Server as TcpServer } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';
import { CheckTimer } from './check-timer.ts';
import { type ConnectionLimits, Connections } from './connections.ts';
import { type RequestRefusal, type RequestRules, refusalOf } from './request-check.ts';
import { headOf, parseHead, type RequestHead, readFirstHead } from './request-head.ts';

/**
 * Takes over a connection that is not HTTP: its socket, paused while it delivers the head, and the bytes after the head.
 * The taker closes it.
 */
export type TakeConnection = (socket: Socket, behind: Buffer) => void;

/** Options of the HTTP server. @internal */
export interface HttpServerOptions {
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
  /** True for a connection on which a user has logged in; others are closed before it. */
  readonly isLoggedIn?: (socket: Socket) => boolean;
  readonly limits?: Partial<Omit<ConnectionLimits, 'request'>>;
  /** Host names that are accepted beside addresses; undefined = any. See `RequestRules`. */
  readonly names?: () => readonly string[] | undefined;
  /**
   * Decides by the first head of a connection whether it is HTTP; returns the taker of one that is not. A later request
   * of that kind is answered 421, since the HTTP parser has the connection then.
   */
  readonly divert?: (head: RequestHead) => TakeConnection | undefined;
  readonly timeouts?: Partial<HttpTimeouts>;
}

/**
 * Milliseconds for a whole head, for a request (see `ConnectionLimits`), of an idle connection, and between two checks of
 * these.
 */
interface HttpTimeouts {
  readonly head: number;
  readonly request: number;
  readonly keepAlive: number;
  readonly check: number;
}

/** HTTP server that listens on any number of ports. @internal */
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
  grace: 1_000,
  bodyRate: 4096,
  unread: 120_000,
} as const satisfies Omit<ConnectionLimits, 'request'>;
const headBytes = 16 * 1024;

/** Handles a new connection of any listening server. */
type Admit = (socket: Socket) => void;

/** Removes the HTTP server's own listener and returns it: the first head of a connection decides who gets it. */
function takeAside(server: Server): Admit {
  const [serve] = server.listeners('connection');
  if (serve === undefined) throw new Error('an HTTP server without connection listener');
  server.removeAllListeners('connection');
  return (socket) => {
    serve.call(server, socket);
  };
}

/** Size of the pieces in which the HTTP parser gets the first bytes: it cannot stop within one. */
const pieceBytes = 4096;

/** Gives a connection to the HTTP server, with the bytes that were read from it. */
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

/** Reads the first head of each connection and gives the connection to the HTTP server or to a taker. */
function admission(options: HttpServerOptions, connections: Connections, serve: Admit, time: number): Admit {
  const { divert } = options;
  return (socket) => {
    if (!connections.opened(socket)) return;
    readFirstHead(socket, { bytes: headBytes, time }, (read, length) => {
      const head = length === 0 ? undefined : parseHead(read.toString('latin1', 0, length - 4));
      const take = head === undefined ? undefined : divert?.(head);
      // Refused requests go to the HTTP server, which reads the same head and answers.
      const refused = head !== undefined && refusalOf(head, rulesOf(options, socket)) !== undefined;
      if (take === undefined || refused) return speakHttp(serve, socket, read);
      connections.released(socket);
      take(socket, read.subarray(length));
    });
  };
}

/** Answers with a reason, ignores the body and closes the connection. */
function refuse(request: IncomingMessage, response: ServerResponse, status: number, reason: string): void {
  request.resume();
  response.writeHead(status, {
    Connection: 'close',
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(reason),
  });
  response.end(request.method === 'HEAD' ? undefined : reason);
}

/** HTTP/1.0 has no chunks, so a proxy in between may see another end of the request (RFC 9112 6.1). */
function wrongFraming({ httpVersionMinor, headers }: IncomingMessage): RequestRefusal | undefined {
  if (httpVersionMinor > 0 || headers['transfer-encoding'] === undefined) return undefined;
  return { status: 400, reason: 'HTTP/1.0 has no transfer codings' };
}

/** Passes parsed requests to the handler, or refuses them. */
function reception(options: HttpServerOptions, connections: Connections): HttpServerOptions['handler'] {
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const head = headOf(request);
    const refusal = wrongFraming(request) ?? refusalOf(head, rulesOf(options, request.socket));
    if (refusal !== undefined) refuse(request, response, refusal.status, refusal.reason);
    else if (options.divert?.(head) === undefined) options.handler(request, response);
    // RTSP must be the first request of its connection (RFC 9110 15.5.20).
    else refuse(request, response, 421, 'RTSP needs a connection of its own');
  };
  return (request, response) => connections.asked(request, response, () => answer(request, response));
}

/** Accepts TLS connections; their contents are handled like plain ones. */
function createTlsServer(secureContext: SecureContext, admit: Admit): TcpServer {
  return createTcpServer({ noDelay: true }, (raw) => {
    const socket = new TLSSocket(raw, { isServer: true, secureContext });
    // A failed handshake closes the connection; an alert was sent already.
    socket.on('error', () => socket.destroy());
    admit(socket);
  });
}

/** HTTP server that stays reachable while many clients are idle, silent or slow. */
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
      // `Connections` bounds the time of bodies, by their size.
      requestTimeout: 0,
      keepAliveTimeout: timeouts.keepAlive,
      connectionsCheckingInterval: timeouts.check,
      noDelay: true,
    },
    receive,
  );
  // 100 Continue is sent when the body is first read, so that a refused upload never begins.
  server.on('checkContinue', receive);
  server.maxRequestsPerSocket = 0;
  const timer = new CheckTimer(connections, timeouts.check);
  const admitted = admission(options, connections, takeAside(server), timeouts.head);
  const admit: Admit = (socket) => {
    timer.start();
    admitted(socket);
  };
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
      timer.stop();
      const closed = listening.map((one) => once(one, 'close'));
      for (const one of listening) one.close();
      connections.close();
      server.closeAllConnections();
      await Promise.all(closed);
    },
  };
}
