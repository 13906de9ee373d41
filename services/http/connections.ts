import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** The connections of a server, and which of them gives way when there are too many. */
export class Connections {
  /** Oldest first: a connection moves to the end whenever a request on it ends. */
  readonly #idle = new Set<Socket>();
  /** The last request of each connection that waits for an answer, oldest first. */
  readonly #busy = new Map<Socket, IncomingMessage>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** False where there is no place: it is closed then. */
  opened(socket: Socket): boolean {
    if (this.#idle.size + this.#busy.size >= this.#limit) {
      const oldest = this.#oldest();
      (oldest ?? socket).destroy();
      if (oldest === undefined) return false;
      this.released(oldest);
    }
    this.#idle.add(socket);
    socket.once('close', () => this.released(socket));
    return true;
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

  /** Closes all of them. */
  close(): void {
    for (const socket of [...this.#idle, ...this.#busy.keys()]) socket.destroy();
  }

  /** Counts no more: it closed, or it is HTTP no longer. */
  released(socket: Socket): void {
    this.#idle.delete(socket);
    this.#busy.delete(socket);
  }

  /** Where none is idle, one whose request is still on its way gives way: slow senders keep nobody out. */
  #oldest(): Socket | undefined {
    const [idle] = this.#idle;
    if (idle !== undefined) return idle;
    for (const [socket, request] of this.#busy) if (!request.complete) return socket;
    return undefined;
  }
}
