import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket, type Server as TcpServer } from 'node:net';
import { TLSSocket } from 'node:tls';
import { CheckTimer } from './check-timer.ts';
import { type ConnectionLimits, Connections } from './connections.ts';
import { plainAddress } from './origin.ts';
import { type RequestRefusal, type RequestRules, refusalOf } from './request-check.ts';
import { headOf, parseHead, type RequestHead, readFirstHead } from './request-head.ts';
import { secureSocket, type TlsOfMoment } from './secure-socket.ts';

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
  /** Decides whether a client of that address may connect; absent = any. Asked before TLS. */
  readonly admits?: (address: string) => boolean;
}

/** One listening socket; connections that it accepted outlive it. */
export interface HttpListener {
  readonly port: number;
  close(): Promise<void>;
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
  /** Listens on one port more, over TLS where a context is given. */
  open(port: number, address: string | undefined, context?: TlsOfMoment): Promise<HttpListener>;
  /** Resolves with the bound port. */
  listen(port: number, address: string | undefined): Promise<number>;
  /** The same over TLS; each connection begins with the context of that moment, and is closed without one. */
  listenTls(port: number, address: string | undefined, context: TlsOfMoment): Promise<number>;
  close(): Promise<void>;
}

export const usualTimeouts: HttpTimeouts = { head: 10_000, request: 20_000, keepAlive: 60_000, check: 1_000 };
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
function secured(settings: TlsOfMoment, admit: Admit): Admit {
  return (raw) => {
    const present = settings();
    if (present === undefined) raw.destroy();
    else admit(secureSocket(raw, present));
  };
}

/** Closes connections of clients that may not connect. */
function guarded({ admits }: HttpServerOptions, admit: Admit): Admit {
  return (socket) => {
    if (admits === undefined || admits(plainAddress(socket.remoteAddress))) admit(socket);
    else socket.destroy();
  };
}

/** Listening sockets of a server, half-open connections included: a client may end its side before the answer. */
class ListeningSockets {
  readonly #all = new Set<TcpServer>();

  async open(port: number, host: string | undefined, admit: Admit): Promise<HttpListener> {
    const one = createTcpServer({ noDelay: true, allowHalfOpen: true }, admit);
    one.listen({ port, host, backlog: 1024 });
    await once(one, 'listening');
    this.#all.add(one);
    return { port: (one.address() as AddressInfo).port, close: () => this.#close(one) };
  }

  async close(): Promise<void> {
    await Promise.all([...this.#all].map((one) => this.#close(one)));
  }

  async #close(one: TcpServer): Promise<void> {
    if (!this.#all.delete(one)) return;
    // The event waits for the connections; the port is free at once.
    one.close();
  }
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
  // The sockets listen for it; by this event it begins to look after the time of heads.
  server.emit('listening');
  const sockets = new ListeningSockets();
  const open: HttpServer['open'] = (port, address, context) =>
    sockets.open(port, address, guarded(options, context === undefined ? admit : secured(context, admit)));
  return {
    server,
    open,
    listen: async (port, address) => (await open(port, address)).port,
    listenTls: async (port, address, context) => (await open(port, address, context)).port,
    close: async () => {
      timer.stop();
      await sockets.close();
      connections.close();
      server.close();
      server.closeAllConnections();
    },
  };
}
