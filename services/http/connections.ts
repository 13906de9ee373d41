import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIPv6, type Socket } from 'node:net';
import { plainAddress } from './origin.ts';

export interface ConnectionLimits {
  /** Open connections of the server; a new one beyond them takes the place of another. */
  readonly connections: number;
  /** Open connections of one address, fewer than all, so that other addresses have room. */
  readonly perAddress: number;
  /** Unanswered requests of one connection; a client that sends more is disconnected. */
  readonly pipelined: number;
  /** Milliseconds for a new client to log in before its connection counts as held for nothing. */
  readonly grace: number;
  /** Milliseconds for a request to arrive; `bodyRate` adds to them. */
  readonly request: number;
  /** Bytes of a body that add one second to its time. */
  readonly bodyRate: number;
  /** Milliseconds for a client to read the next part of a reply: a chunk of a stream, else the whole reply. */
  readonly unread: number;
}

interface Connection {
  readonly socket: Socket;
  /** Address of the client, or its IPv6 network; its connections count together. */
  readonly origin: string;
  /** Handlers of unanswered requests, in order; the first one runs. */
  readonly waiting: (() => void)[];
  /** Newest request, with the time and the byte count of the connection when it began. */
  request: IncomingMessage | undefined;
  began: number;
  bytesBefore: number;
  /** Bytes written at the last check, and the time since which that number has not changed. */
  written: number;
  writtenSince: number;
}

/** Address under which connections are counted; of IPv6 its network, which one host has alone (RFC 4291 2.5.4). */
function originOf(socket: Socket): string {
  const address = plainAddress(socket.remoteAddress);
  if (!isIPv6(address)) return address;
  const [front = '', back] = address.split('::');
  const groups = front.split(':').filter((group) => group !== '');
  const last = back?.split(':').length ?? 0;
  while (back !== undefined && groups.length + last < 8 && groups.length < 4) groups.push('0');
  return groups.slice(0, 4).join(':');
}

/** Order in which connections are closed for a new one, lowest first; undefined = never. */
function readiness({ waiting, request }: Connection, loggedIn: boolean, isNew: boolean): number | undefined {
  const answering = waiting.length > 0 && request?.complete === true;
  if (!loggedIn) return answering ? 2 : isNew ? 1 : 0;
  if (waiting.length === 0) return 3;
  return answering ? undefined : 4;
}

/**
 * Connections of a server. When there are too many, one without a login is closed for the new one, else an idle one; among
 * equals it belongs to the address with the most of them and is its oldest. Slow clients are disconnected.
 */
export class Connections {
  /** Connections, oldest first; one moves to the end when a request on it is answered. */
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
   * Runs the handler of a request after those before it on its connection. Only one runs at a time, so that a flood of
   * requests on one connection delays no other connection.
   */
  asked(request: IncomingMessage, response: ServerResponse, answer: () => void): void {
    const { socket } = request;
    const connection = this.#all.get(socket);
    if (connection === undefined) {
      // The parser may hold more requests of a connection that is closed already.
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

  get isEmpty(): boolean {
    return this.#all.size === 0;
  }

  /** Closes connections of clients that are too slow; called about once a second. */
  check(): void {
    const now = this.#now();
    for (const connection of [...this.#all.values()]) if (this.#isTooSlow(connection, now)) connection.socket.destroy();
  }

  /** Closes all connections. */
  close(): void {
    for (const socket of [...this.#all.keys()]) socket.destroy();
  }

  /** Forgets a connection that closed or is no longer HTTP. */
  released(socket: Socket): void {
    this.#all.delete(socket);
  }

  #answered(connection: Connection): void {
    const { socket, waiting } = connection;
    waiting.shift();
    if (!this.#all.delete(socket)) return;
    this.#all.set(socket, connection);
    // The rest of an unread body has `request` milliseconds; its bytes add nothing.
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
    const first = this.#readiest(among);
    if (first === undefined) return false;
    first.socket.destroy();
    this.released(first.socket);
    return true;
  }

  #readiest(among: readonly Connection[]): Connection | undefined {
    const now = this.#now();
    let least = Number.POSITIVE_INFINITY;
    let equal: Connection[] = [];
    for (const connection of among) {
      const isNew = now - connection.began < this.#limits.grace;
      const ready = readiness(connection, this.#isLoggedIn(connection.socket), isNew) ?? Number.POSITIVE_INFINITY;
      if (ready < least) [least, equal] = [ready, []];
      if (ready === least && Number.isFinite(ready)) equal.push(connection);
    }
    const counts = new Map<string, number>();
    for (const { origin } of equal) counts.set(origin, (counts.get(origin) ?? 0) + 1);
    const most = Math.max(...counts.values());
    return equal.find(({ origin }) => counts.get(origin) === most);
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
