import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Milliseconds for pending replies of a connection that is being closed. */
const answerTime = 5000;

/** Connections by the user who logged in on them, so that a changed password closes them. */
export class Logins {
  readonly #users = new WeakMap<Socket, string>();
  readonly #connections = new Map<string, Map<Socket, ServerResponse>>();

  /** Records a login; the newest one of a connection counts. */
  enter(user: string, { socket }: IncomingMessage, response: ServerResponse): void {
    const before = this.#users.get(socket);
    if (before === undefined) socket.once('close', () => this.#leave(socket));
    else this.#leave(socket);
    this.#users.set(socket, user);
    const connections = this.#connections.get(user) ?? new Map<Socket, ServerResponse>();
    this.#connections.set(user, connections.set(socket, response));
  }

  /** True when a user has logged in on that connection. */
  has(socket: Socket): boolean {
    return this.#users.has(socket);
  }

  /** Closes the connections of a user. A request that is being answered gets its answer first. */
  end(user: string): void {
    for (const [socket, response] of this.#connections.get(user) ?? []) {
      if (response.closed) {
        socket.destroy();
        continue;
      }
      if (!response.headersSent) response.setHeader('Connection', 'close');
      response.once('close', () => socket.destroySoon());
      setTimeout(() => socket.destroy(), answerTime).unref();
    }
  }

  #leave(socket: Socket): void {
    const user = this.#users.get(socket) ?? '';
    const connections = this.#connections.get(user);
    connections?.delete(socket);
    if (connections?.size === 0) this.#connections.delete(user);
  }
}
