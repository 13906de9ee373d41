import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import type { HandedConnection } from '../services/rtsp/handed-connection.ts';

export interface RelayServer {
  /** Takes no more; the connections are their taker's. */
  close(): void;
}

/** Bytes of a description, connections, and milliseconds for a description to arrive. */
const limits = { header: 4096, connections: 1024, time: 5_000 } as const;

const roles: ReadonlySet<unknown> = new Set<HandedConnection['role']>([
  'tunnel-get',
  'tunnel-post',
  'websocket',
  'plain',
]);

/** The description, undefined when it is none: the other side is ours, but may be dying. */
export function decodeDescription(text: string): Omit<HandedConnection, 'head'> | undefined {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { role, cookie, remoteAddress, localAddress, secure } = (read ?? {}) as Readonly<Record<string, unknown>>;
  if (!roles.has(role) || typeof remoteAddress !== 'string' || typeof localAddress !== 'string') return undefined;
  if (typeof secure !== 'boolean' || (cookie !== undefined && typeof cookie !== 'string')) return undefined;
  const known = { role: role as HandedConnection['role'], remoteAddress, localAddress, secure };
  return cookie === undefined ? known : { ...known, cookie };
}

/** Reads the description, then lets the taker have the connection with what was read behind it. */
function receive(socket: Socket, take: (socket: Socket, handed: HandedConnection) => void): void {
  let read: Buffer = Buffer.alloc(0);
  const close = (): void => {
    socket.destroy();
  };
  const expired = setTimeout(close, limits.time);
  const data = (chunk: Buffer): void => {
    read = read.length === 0 ? chunk : Buffer.concat([read, chunk]);
    if (read.length < 4) return;
    const end = 4 + read.readUInt32BE();
    if (end > limits.header) socket.destroy();
    if (read.length < end || socket.destroyed) return;
    clearTimeout(expired);
    socket.off('data', data).pause();
    const description = decodeDescription(read.toString('utf8', 4, end));
    if (description === undefined) {
      socket.destroy();
      return;
    }
    take(socket, { ...description, head: read.subarray(end) });
    socket.off('error', close).resume();
  };
  socket.on('data', data).on('error', close);
  socket.once('close', () => clearTimeout(expired));
}

/**
 * Listens for relays on a Unix-domain socket. Whoever can open it is trusted: it must lie in a folder that is closed to
 * other users. A socket file that an earlier life left there is replaced.
 */
export async function startRelayServer(
  path: string,
  take: (socket: Socket, handed: HandedConnection) => void,
): Promise<RelayServer> {
  rmSync(path, { force: true });
  const server = createServer((socket) => receive(socket, take));
  server.maxConnections = limits.connections;
  server.listen(path);
  await once(server, 'listening');
  return { close: () => server.close() };
}
