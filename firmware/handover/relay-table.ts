import type { Socket } from 'node:net';

/** Relayed connections in all and from one address, as many as the RTSP server takes: no address has all of them. */
const limits = { all: 512, perAddress: 256 } as const;

/** The connections that one TLS port relays. */
export class RelayTable {
  /** With the address of the other side. */
  readonly #open = new Map<Socket, string>();

  /** How many more that address may have. */
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
