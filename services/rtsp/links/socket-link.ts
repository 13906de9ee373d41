import type { Socket } from 'node:net';
import type { StreamConnection } from '../../../hal/ports/rtp-stream.ts';
import type { Link, LinkEnds, LinkEvents } from './link.ts';
import type { LinkOutput } from './output.ts';

/** Link over one socket that carries both directions. */
export abstract class SocketLink implements Link {
  abstract readonly kind: Link['kind'];
  readonly takesRequests = true;
  readonly remoteAddress: string;
  readonly localAddress: string;
  readonly secure: boolean;
  protected readonly output: LinkOutput;
  readonly #socket: Socket;
  readonly #head: Uint8Array;

  /** @param head bytes that were read from the socket already */
  constructor(socket: Socket, ends: LinkEnds, head: Uint8Array, output: LinkOutput) {
    ({ remoteAddress: this.remoteAddress, localAddress: this.localAddress, secure: this.secure } = ends);
    this.#socket = socket;
    this.#head = head;
    this.output = output;
  }

  get isPaused(): boolean {
    return this.#socket.isPaused();
  }

  get queuedBytes(): number {
    return this.output.queuedBytes;
  }

  start(events: LinkEvents): void {
    const socket = this.#socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.take(chunk, events));
    socket.on('error', () => socket.destroy());
    socket.on('end', events.ended);
    socket.on('close', () => {
      this.output.close();
      events.closed();
    });
    socket.resume();
    if (this.#head.length > 0) this.take(Buffer.from(this.#head), events);
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  send(bytes: Uint8Array): boolean {
    return this.output.send(bytes);
  }

  adopt(): Promise<StreamConnection> {
    return this.output.adopt();
  }

  close(): void {
    this.output.close();
  }

  /** Bytes of the socket, on their way to the connection. */
  protected abstract take(chunk: Buffer, events: LinkEvents): void;
}
