import type { Socket } from 'node:net';
import type { StreamConnection } from '../../../hal/ports/rtp-stream.ts';
import type { Link, LinkEnds, LinkEvents } from './link.ts';
import { LinkOutput, type OutputOptions } from './output.ts';

/** RTSP straight on a TCP connection (STR-03), or behind TLS that was ended elsewhere (STR-10). */
export class PlainLink implements Link {
  readonly kind = 'plain';
  readonly remoteAddress: string;
  readonly localAddress: string;
  readonly secure: boolean;
  readonly #socket: Socket;
  readonly #head: Uint8Array;
  readonly #output: LinkOutput;

  /** @param head bytes that were read from the socket already */
  constructor(socket: Socket, ends: LinkEnds, head: Uint8Array, options: Omit<OutputOptions, 'framing'>) {
    this.#head = head;
    ({ remoteAddress: this.remoteAddress, localAddress: this.localAddress, secure: this.secure } = ends);
    this.#socket = socket;
    this.#output = new LinkOutput(socket, { ...options, framing: 'none' }, () => this.close());
  }

  get isPaused(): boolean {
    return this.#socket.isPaused();
  }

  start(events: LinkEvents): void {
    const socket = this.#socket;
    socket.setNoDelay(true);
    socket.on('data', events.data);
    socket.on('error', () => socket.destroy());
    socket.on('end', events.ended);
    socket.on('close', () => {
      this.#output.close();
      events.closed();
    });
    if (this.#head.length > 0) events.data(Buffer.from(this.#head));
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  send(bytes: Uint8Array): boolean {
    return this.#output.send(bytes);
  }

  adopt(): Promise<StreamConnection> {
    return this.#output.adopt();
  }

  close(): void {
    this.#output.close();
  }
}
