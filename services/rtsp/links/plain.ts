import type { Socket } from 'node:net';
import type { LinkEnds, LinkEvents } from './link.ts';
import { LinkOutput, type OutputOptions } from './output.ts';
import { SocketLink } from './socket-link.ts';

/** RTSP straight on a TCP connection (STR-03), or behind TLS that was ended elsewhere (STR-10). */
export class PlainLink extends SocketLink {
  readonly kind = 'plain';

  /** @param head bytes that were read from the socket already */
  constructor(socket: Socket, ends: LinkEnds, head: Uint8Array, options: Omit<OutputOptions, 'framing'>) {
    super(socket, ends, head, new LinkOutput(socket, { ...options, framing: 'none' }, () => this.close()));
  }

  protected take(chunk: Buffer, events: LinkEvents): void {
    events.data(chunk);
  }
}
