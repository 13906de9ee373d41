import type { Socket } from 'node:net';
import type { ConnectionFraming, RtpTransports, StreamConnection } from '../../../hal/ports/rtp-stream.ts';
import { RtspError } from '../status.ts';

export interface OutputOptions {
  readonly transports: RtpTransports;
  /** Bytes that may wait for a slow reader. */
  readonly queueBytes: number;
  readonly framing: ConnectionFraming;
}

/** The sending side of a socket: JavaScript's until packets are interleaved, the native side's from then on. */
export class LinkOutput {
  readonly #socket: Socket;
  readonly #options: OutputOptions;
  readonly #failed: () => void;
  #adopting: Promise<StreamConnection> | undefined;
  #adopted: StreamConnection | undefined;
  #closed = false;

  /** @param failed the native side lost the peer, or its queue overflowed */
  constructor(socket: Socket, options: OutputOptions, failed: () => void) {
    this.#socket = socket;
    this.#options = options;
    this.#failed = failed;
  }

  /** Bytes that wait for the client to read. */
  get queuedBytes(): number {
    return this.#adopted?.queuedBytes ?? this.#socket.writableLength;
  }

  adopt(): Promise<StreamConnection> {
    this.#adopting ??= this.#adopt();
    return this.#adopting;
  }

  send(bytes: Uint8Array): boolean {
    if (this.#adopted !== undefined) return this.#adopted.send(bytes);
    this.#socket.write(bytes);
    return this.#socket.writableLength <= this.#options.queueBytes;
  }

  /** Ends the socket once what is queued has left; a peer that does not read must not hold the descriptor. */
  close(): void {
    this.#closed = true;
    this.#adopted?.close();
    this.#socket.destroySoon();
    setTimeout(() => this.#socket.destroy(), 1000).unref();
  }

  async #adopt(): Promise<StreamConnection> {
    // Bytes that JavaScript has queued must leave first, or the native side would overtake them. A short queue brings no 'drain'.
    if (this.#socket.writableLength > 0) await new Promise((resolve) => this.#socket.write('', resolve));
    if (this.#closed) throw new RtspError(461, 'the connection is closed');
    const handle = (this.#socket as unknown as { readonly _handle?: { readonly fd?: number } })._handle;
    if (handle?.fd === undefined || handle.fd < 0) throw new RtspError(461, 'no descriptor');
    const { transports, queueBytes, framing } = this.#options;
    this.#adopted = transports.adoptTcp(handle.fd, { queueBytes, framing }, this.#failed);
    return this.#adopted;
  }
}
