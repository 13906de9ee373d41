import type { StreamConnection } from '../../../hal/ports/rtp-stream.ts';

/** Events of a link for the connection that reads from it. */
export interface LinkEvents {
  /** Bytes of the RTSP stream as the client sent them, without what the carrier put around them. */
  readonly data: (chunk: Buffer) => void;
  /** The client sends no more, or broke the rules of the carrier: the connection ends. */
  readonly ended: () => void;
  /** Everything below is gone; told once. */
  readonly closed: () => void;
}

/** Numeric addresses of both ends, and whether TLS protects what is between them. */
export interface LinkEnds {
  readonly remoteAddress: string;
  readonly localAddress: string;
  readonly secure: boolean;
}

/** Carrier of the bytes of an RTSP connection: a socket, an HTTP tunnel, a WebSocket (STR-03, 05, 08). */
export interface Link extends LinkEnds {
  readonly kind: 'plain' | 'tunnel' | 'websocket';
  readonly isPaused: boolean;
  /** Whether the client can send requests now: a tunnel needs a POST for them. */
  readonly takesRequests: boolean;
  /** Bytes that the client has not taken yet. */
  readonly queuedBytes: number;
  start(events: LinkEvents): void;
  /** Back-pressure on what the client sends. */
  pause(): void;
  resume(): void;
  /** Sends in order; false when the client reads too slowly or is gone. */
  send(bytes: Uint8Array): boolean;
  /** Hands sending over to the native side, once. Rejects with 461 when the socket cannot be handed over. */
  adopt(): Promise<StreamConnection>;
  close(): void;
}

/** `::ffff:192.0.2.1` is an IPv4 client on a dual-stack socket. */
export function plainAddress(address: string | undefined): string {
  return (address ?? '').replace(/^::ffff:(?=\d+\.)/i, '');
}
