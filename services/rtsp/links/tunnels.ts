import type { Socket } from 'node:net';
import type { HandedConnection } from '../../plan/handed-connection.ts';
import { firstToGiveWay } from '../give-way.ts';
import type { RtspLimits } from '../limits.ts';
import type { OutputOptions } from './output.ts';
import { TunnelLink } from './tunnel.ts';

interface Half {
  readonly socket: Socket;
  readonly handed: HandedConnection;
  readonly since: number;
}

/** Both halves of a tunnel come from the same client: nobody may post into the tunnel of another. */
function keyOf({ cookie, remoteAddress, secure }: HandedConnection): string {
  return `${remoteAddress} ${secure} ${cookie}`;
}

/** Pairs the GET and the POSTs of tunnels by their cookie (STR-05), in a bounded table and within a time limit. */
export class Tunnels {
  readonly #options: Omit<OutputOptions, 'framing'>;
  readonly #limits: RtspLimits;
  readonly #accept: (link: TunnelLink, socket: Socket) => boolean;
  readonly #waiting = new Map<string, Half>();
  readonly #open = new Map<string, TunnelLink>();

  /** @param accept takes a tunnel whose first POST is there; false when there is no room */
  constructor(
    options: Omit<OutputOptions, 'framing'>,
    limits: RtspLimits,
    accept: (link: TunnelLink, socket: Socket) => boolean,
  ) {
    this.#options = options;
    this.#limits = limits;
    this.#accept = accept;
  }

  /** Sockets that wait for their other half. */
  get waiting(): number {
    return this.#waiting.size;
  }

  take(socket: Socket, handed: HandedConnection): void {
    socket.on('error', () => socket.destroy());
    if (handed.cookie === undefined || handed.cookie === '') {
      socket.destroy();
      return;
    }
    const key = keyOf(handed);
    if (handed.role === 'tunnel-post') this.#takePost(key, socket, handed);
    else this.#takeGet(key, socket, handed);
  }

  /** Closes halves that never met. */
  sweep(now: number): void {
    for (const [key, half] of this.#waiting) if (now - half.since > this.#limits.tunnelTime) this.#drop(key);
  }

  close(): void {
    for (const key of [...this.#waiting.keys()]) this.#drop(key);
  }

  #takeGet(key: string, get: Socket, handed: HandedConnection): void {
    const half = this.#waiting.get(key);
    if (this.#open.has(key) || half?.handed.role === 'tunnel-get') get.destroy();
    else if (half === undefined) this.#wait(key, get, handed);
    else {
      this.#waiting.delete(key);
      this.#join(key, { socket: get, handed, since: 0 }, half);
    }
  }

  #takePost(key: string, post: Socket, handed: HandedConnection): void {
    const link = this.#open.get(key);
    const half = this.#waiting.get(key);
    if (link !== undefined) {
      if (!link.addPost(post, handed)) post.destroy();
    } else if (half === undefined) this.#wait(key, post, handed);
    else if (half.handed.role === 'tunnel-post') post.destroy();
    else {
      this.#waiting.delete(key);
      this.#join(key, half, { socket: post, handed, since: 0 });
    }
  }

  #join(key: string, get: Half, post: Half): void {
    const link = new TunnelLink(get.socket, get.handed, this.#options);
    this.#open.set(key, link);
    get.socket.once('close', () => this.#open.delete(key));
    if (get.socket.destroyed || !this.#accept(link, get.socket)) {
      this.#open.delete(key);
      for (const { socket } of [get, post]) socket.destroy();
      return;
    }
    if (!link.addPost(post.socket, post.handed)) post.socket.destroy();
  }

  #wait(key: string, socket: Socket, handed: HandedConnection): void {
    this.#makeRoom(handed.remoteAddress);
    socket.pause();
    this.#waiting.set(key, { socket, handed, since: performance.now() });
    socket.once('close', () => {
      if (this.#waiting.get(key)?.socket === socket) this.#waiting.delete(key);
    });
  }

  /** Closes a half when there are too many: of the same client when it has many, else of the client with most. */
  #makeRoom(address: string): void {
    const own = [...this.#waiting].filter(([, { handed }]) => handed.remoteAddress === address);
    const isCrowded = own.length >= this.#limits.tunnelHalvesPerAddress;
    if (!isCrowded && this.#waiting.size < this.#limits.tunnelHalves) return;
    const leaving = firstToGiveWay(isCrowded ? own : this.#waiting, ([, { handed, since }]) => ({
      address: handed.remoteAddress,
      rank: 0,
      since,
    }));
    if (leaving !== undefined) this.#drop(leaving[0]);
  }

  #drop(key: string): void {
    const half = this.#waiting.get(key);
    this.#waiting.delete(key);
    half?.socket.destroy();
  }
}
