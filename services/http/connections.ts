import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIPv6, type Socket } from 'node:net';
import { plainAddress } from './origin.ts';

export interface ConnectionLimits {
  /** Open connections; beyond them one gives way to a newcomer. */
  readonly connections: number;
  /** Open connections of one address: there is always room for others. */
  readonly perAddress: number;
  /** Requests that a connection may send ahead of their answers; it is closed beyond. */
  readonly pipelined: number;
  /** Milliseconds for a request to arrive, before what its bytes earn it. */
  readonly request: number;
  /** Bytes a second that a body must bring on average beyond that time. */
  readonly bodyRate: number;
  /** Milliseconds for a client to take the next piece of an answer: a chunk of a stream, else all of it. */
  readonly unread: number;
}

interface Connection {
  readonly socket: Socket;
  /** Connections of one address, or of one IPv6 network, count together. */
  readonly origin: string;
  /** Requests without an answer; the first of them is being answered. */
  readonly waiting: (() => void)[];
  /** The newest request, and when it began at which byte of the connection. */
  request: IncomingMessage | undefined;
  began: number;
  bytesBefore: number;
  /** Bytes written when last looked at, and since when they are so many. */
  written: number;
  writtenSince: number;
}

/** An IPv6 host has a network of its own, so the first 64 bits count (RFC 4291 2.5.4). */
function originOf(socket: Socket): string {
  const address = plainAddress(socket.remoteAddress);
  if (!isIPv6(address)) return address;
  const [front = '', back] = address.split('::');
  const groups = front.split(':').filter((group) => group !== '');
  const last = back?.split(':').length ?? 0;
  while (back !== undefined && groups.length + last < 8 && groups.length < 4) groups.push('0');
  return groups.slice(0, 4).join(':');
}

/** How ready a connection is to give way, most ready first; undefined = it stays. */
function readiness({ waiting, request }: Connection, loggedIn: boolean): number | undefined {
  const answering = waiting.length > 0 && request?.complete === true;
  if (!loggedIn) return answering ? 1 : 0;
  if (waiting.length === 0) return 2;
  return answering ? undefined : 3;
}

/**
 * The connections of a server. When there are too many, whoever has not logged in gives way first, then who is idle: of these
 * the address with the most connections, its oldest one first. Slow senders and clients that leave answers unread are cut.
 */
export class Connections {
  /** Oldest first: a connection moves to the end whenever a request on it is answered. */
  readonly #all = new Map<Socket, Connection>();
  readonly #limits: ConnectionLimits;
  readonly #isLoggedIn: (socket: Socket) => boolean;
  readonly #now: () => number;

  constructor(
    limits: ConnectionLimits,
    isLoggedIn: (socket: Socket) => boolean,
    now: () => number = () => performance.now(),
  ) {
    this.#limits = limits;
    this.#isLoggedIn = isLoggedIn;
    this.#now = now;
  }

  /** Returns false and closes the socket when there is no room for it. */
  opened(socket: Socket): boolean {
    const origin = originOf(socket);
    if (!this.#makeRoom(origin)) {
      socket.destroy();
      return false;
    }
    const now = this.#now();
    const nothing = { waiting: [], request: undefined, began: now, bytesBefore: 0, written: 0, writtenSince: now };
    this.#all.set(socket, { socket, origin, ...nothing });
    socket.once('close', () => this.released(socket));
    return true;
  }

  /**
   * Has a request answered, once those before it on its connection are. One connection has one answer made at a time, so
   * that a flood of requests on it delays no other connection.
   */
  asked(request: IncomingMessage, response: ServerResponse, answer: () => void): void {
    const { socket } = request;
    const connection = this.#all.get(socket);
    if (connection === undefined) {
      // A closed connection has no use for an answer; the parser may have more requests of it.
      if (!socket.destroyed) answer();
      return;
    }
    const { waiting } = connection;
    if (waiting.length >= this.#limits.pipelined) {
      socket.destroy();
      this.released(socket);
      return;
    }
    connection.request = request;
    connection.began = this.#now();
    connection.bytesBefore = socket.bytesRead;
    response.once('close', () => this.#answered(connection));
    waiting.push(answer);
    if (waiting.length === 1) answer();
  }

  /** Cuts connections whose client is too slow; to be called every second or so. */
  check(): void {
    const now = this.#now();
    for (const connection of [...this.#all.values()]) if (this.#isTooSlow(connection, now)) connection.socket.destroy();
  }

  /** Closes all of them. */
  close(): void {
    for (const socket of [...this.#all.keys()]) socket.destroy();
  }

  /** Counts a connection no more: it closed, or it is HTTP no longer. */
  released(socket: Socket): void {
    this.#all.delete(socket);
  }

  #answered(connection: Connection): void {
    const { socket, waiting } = connection;
    waiting.shift();
    if (!this.#all.delete(socket)) return;
    this.#all.set(socket, connection);
    // What is left of a body has the same time again, but earns no more.
    connection.began = this.#now();
    connection.bytesBefore = Number.POSITIVE_INFINITY;
    const [next] = waiting;
    if (next !== undefined) setImmediate(() => this.#all.has(socket) && next());
  }

  #makeRoom(origin: string): boolean {
    const all = [...this.#all.values()];
    const same = all.filter((one) => one.origin === origin);
    if (same.length >= this.#limits.perAddress) return this.#giveWay(same);
    return all.length < this.#limits.connections || this.#giveWay(all);
  }

  #giveWay(among: readonly Connection[]): boolean {
    const counts = new Map<string, number>();
    for (const { origin } of among) counts.set(origin, (counts.get(origin) ?? 0) + 1);
    let first: { readonly connection: Connection; readonly ready: number; readonly count: number } | undefined;
    for (const connection of among) {
      const ready = readiness(connection, this.#isLoggedIn(connection.socket));
      if (ready === undefined) continue;
      const count = counts.get(connection.origin) ?? 0;
      const before = first === undefined || ready < first.ready || (ready === first.ready && count > first.count);
      if (before) first = { connection, ready, count };
    }
    if (first === undefined) return false;
    first.connection.socket.destroy();
    this.released(first.connection.socket);
    return true;
  }

  #isTooSlow(connection: Connection, now: number): boolean {
    const { socket, request, began, bytesBefore } = connection;
    if (request !== undefined && !request.complete) {
      const earned = (Math.max(0, socket.bytesRead - bytesBefore) / this.#limits.bodyRate) * 1000;
      if (now - began > this.#limits.request + earned) return true;
    }
    if (socket.writableLength === 0 || socket.bytesWritten !== connection.written) {
      connection.written = socket.bytesWritten;
      connection.writtenSince = now;
      return false;
    }
    return now - connection.writtenSince > this.#limits.unread;
  }
}
