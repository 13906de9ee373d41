import type { Socket } from 'node:net';

/**
 * Relayed connections in all and from one address. The RTSP server takes less and closes those of strangers to take others:
 * a table that was full before would keep clients from it. A tunnel has two connections or more.
 */
const limits = { all: 1280, perAddress: 640 } as const;

/** Connections that one TLS port relays. */
export class RelayTable {
  /** With the address of the other side. */
  readonly #open = new Map<Socket, string>();

  /** Number of connections that the address may still open. */
  room(address: string): number {
    const own = [...this.#open.values()].filter((one) => one === address).length;
    return Math.max(0, Math.min(limits.all - this.#open.size, limits.perAddress - own));
  }

  /** Counts it until it closes. */
  add(socket: Socket, address: string): void {
    this.#open.set(socket, address);
    socket.once('close', () => this.#open.delete(socket));
  }

  /** Closes all of them. */
  close(): void {
    for (const socket of this.#open.keys()) socket.destroy();
  }
}
