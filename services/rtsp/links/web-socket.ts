import type { Socket } from 'node:net';
import type { StreamConnection } from '../../../hal/ports/rtp-stream.ts';
import type { LinkEnds, LinkEvents } from './link.ts';
import { LinkOutput, type OutputOptions } from './output.ts';
import { SocketLink } from './socket-link.ts';
import { controlFrame, WebSocketError, WebSocketFrames, type WebSocketInput } from './web-socket-frames.ts';

/** Codes a close frame may carry (RFC 6455 7.4); any other is answered with 1002. */
function isCloseCode(code: number): boolean {
  return (code >= 1000 && code <= 1011 && ![1004, 1005, 1006].includes(code)) || (code >= 3000 && code <= 4999);
}

/**
 * RTSP in the binary messages of a WebSocket (STR-08, STR-93, STR-94). The native side frames what goes out from the
 * beginning; control frames of ours go through the same queue with a frame of their own.
 */
export class WebSocketLink extends SocketLink {
  readonly kind = 'websocket';
  readonly #frames = new WebSocketFrames();
  readonly #connection: StreamConnection;
  #closing = false;

  private constructor(
    socket: Socket,
    ends: LinkEnds,
    head: Uint8Array,
    output: LinkOutput,
    connection: StreamConnection,
  ) {
    super(socket, ends, head, output);
    this.#connection = connection;
  }

  /**
   * Rejects when the socket cannot be handed to the native side.
   * @param head bytes that were read behind the handshake
   */
  static async open(
    socket: Socket,
    ends: LinkEnds,
    head: Uint8Array,
    options: Omit<OutputOptions, 'framing'>,
  ): Promise<WebSocketLink> {
    socket.setNoDelay(true);
    const output = new LinkOutput(socket, { ...options, framing: 'websocket' }, () => socket.destroy());
    return new WebSocketLink(socket, ends, head, output, await output.adopt());
  }

  override close(): void {
    this.#end(1000);
    super.close();
  }

  protected take(chunk: Buffer, events: LinkEvents): void {
    if (this.#closing) return;
    this.#frames.push(chunk);
    try {
      for (let input = this.#frames.next(); input !== undefined; input = this.#frames.next()) {
        this.#accept(input, events);
        if (this.#closing) return;
      }
    } catch (error) {
      if (!(error instanceof WebSocketError)) throw error;
      this.#end(error.code);
      events.ended();
    }
  }

  #accept(input: WebSocketInput, events: LinkEvents): void {
    if (input.kind === 'data') events.data(input.bytes);
    else if (input.kind === 'ping') this.#connection.sendFramed(controlFrame('pong', input.bytes));
    else {
      this.#end(input.code === undefined || isCloseCode(input.code) ? (input.code ?? 1000) : 1002);
      events.ended();
    }
  }

  /** Sends a close frame, once, and nothing after it. */
  #end(code: number): void {
    if (this.#closing) return;
    this.#closing = true;
    const payload = Buffer.alloc(2);
    payload.writeUInt16BE(code);
    this.#connection.sendFramed(controlFrame('close', payload));
  }
}
