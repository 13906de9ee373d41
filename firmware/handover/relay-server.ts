import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import type { HandedConnection } from '../../services/plan/handed-connection.ts';

export interface RelayServer {
  /** Takes no more; the connections are their taker's. */
  close(): void;
}

/** Bytes of a description, connections, and milliseconds for a description to arrive. */
const limits = { header: 4096, connections: 2560, time: 5_000 } as const;

const roles: ReadonlySet<unknown> = new Set<HandedConnection['role']>([
  'tunnel-get',
  'tunnel-post',
  'websocket',
  'plain',
]);

/** The description, undefined when it is none: the other side is ours, but may be dying. @internal */
export function decodeDescription(text: string): Omit<HandedConnection, 'head'> | undefined {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { role, cookie, length, remoteAddress, localAddress, secure } = (read ?? {}) as Readonly<
    Record<string, unknown>
  >;
  if (!roles.has(role) || typeof remoteAddress !== 'string' || typeof localAddress !== 'string') return undefined;
  if (typeof secure !== 'boolean' || (cookie !== undefined && typeof cookie !== 'string')) return undefined;
  const known = { role: role as HandedConnection['role'], remoteAddress, localAddress, secure };
  return {
    ...known,
    ...(cookie !== undefined && { cookie }),
    ...(typeof length === 'number' && { length }),
  };
}

/** Fewer than four bytes are there where the connection ends behind them. */
function lengthOf(bytes: Buffer | null): number | undefined {
  return bytes?.length === 4 ? bytes.readUInt32BE() : undefined;
}

/**
 * Reads the description and no byte more, then lets the taker have the connection: like one that comes with its socket,
 * it neither flows nor is paused, so the taker may listen when it likes.
 */
function receive(socket: Socket, take: (socket: Socket, handed: HandedConnection) => void): void {
  let length: number | undefined;
  const close = (): void => {
    socket.destroy();
  };
  const expired = setTimeout(close, limits.time);
  const readable = (): void => {
    length ??= lengthOf(socket.read(4) as Buffer | null);
    if (length === undefined) return;
    if (length > limits.header) {
      socket.destroy();
      return;
    }
    const text = socket.read(length) as Buffer | null;
    if (text === null) return;
    const description = text.length < length ? undefined : decodeDescription(text.toString());
    if (description === undefined) {
      socket.destroy();
      return;
    }
    clearTimeout(expired);
    socket.off('readable', readable);
    // The stream forgets its reader in the next tick.
    process.nextTick(() => {
      socket.off('error', close);
      take(socket, { ...description, head: new Uint8Array() });
    });
  };
  socket.on('readable', readable).on('error', close);
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
