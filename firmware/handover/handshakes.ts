import type { Socket } from 'node:net';
import { firstToGiveWay } from '../../services/rtsp/give-way.ts';

interface HandshakeLimits {
  /** Handshakes at once. */
  readonly all: number;
  /** Milliseconds for a handshake. */
  readonly time: number;
}

const usual: HandshakeLimits = { all: 256, time: 10_000 };

interface Handshake {
  readonly address: string;
  readonly since: number;
  readonly expired: NodeJS.Timeout;
}

/**
 * Connections whose TLS handshake has not ended. When there are too many, the oldest of the address that has most is closed:
 * clients that connect and say nothing keep nobody out.
 */
export class Handshakes {
  readonly #limits: HandshakeLimits;
  readonly #open = new Map<Socket, Handshake>();

  constructor(limits: Partial<HandshakeLimits> = {}) {
    this.#limits = { ...usual, ...limits };
  }

  /** Counts a connection until its handshake ends or it closes. */
  add(socket: Socket, address: string): void {
    if (this.#open.size >= this.#limits.all) this.#makeRoom();
    const expired = setTimeout(() => socket.destroy(), this.#limits.time);
    this.#open.set(socket, { address, since: performance.now(), expired });
    socket.once('close', () => this.ended(socket));
  }

  /** Tells that a handshake has ended. */
  ended(socket: Socket): void {
    clearTimeout(this.#open.get(socket)?.expired);
    this.#open.delete(socket);
  }

  /** Closes all of them. */
  close(): void {
    for (const socket of this.#open.keys()) socket.destroy();
  }

  #makeRoom(): void {
    const leaving = firstToGiveWay(this.#open, ([, { address, since }]) => ({ address, rank: 0, since }));
    if (leaving === undefined) return;
    this.ended(leaving[0]);
    leaving[0].destroy();
  }
}
