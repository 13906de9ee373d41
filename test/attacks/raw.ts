import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** Milliseconds after which an attacker gives a connection up. */
const patience = 5_000;

/** A connection from a loopback address of its own. Rejects when it is refused. */
export async function dial(host: string, port: number, localAddress: string, secure = false): Promise<Socket> {
  const socket = connect({ host, port, localAddress });
  socket.on('error', () => socket.destroy());
  socket.setTimeout(patience, () => socket.destroy());
  await once(socket, 'connect', { signal: AbortSignal.timeout(patience) });
  if (!secure) return socket;
  const tls = connectTls({ socket, rejectUnauthorized: false });
  tls.on('error', () => socket.destroy());
  await once(tls, 'secureConnect', { signal: AbortSignal.timeout(patience) });
  return tls;
}

/** Sends the bytes and resolves with the first bytes of the answer, '' when the connection ends without one. */
export async function ask(socket: Socket, bytes: string | Uint8Array): Promise<string> {
  socket.write(bytes);
  const answer = await Promise.race([once(socket, 'data'), once(socket, 'close').then(() => [''])]);
  return String(answer[0]);
}

/** One request on a connection of its own. */
export async function exchange(
  place: { readonly host: string; readonly port: number; readonly localAddress: string },
  bytes: string | Uint8Array,
): Promise<string> {
  const socket = await dial(place.host, place.port, place.localAddress);
  try {
    return await ask(socket, bytes);
  } finally {
    socket.destroy();
  }
}

/** A SOAP message as an HTTP request. */
export function post(path: string, body: string, head: readonly string[] = []): string {
  const lines = [
    `POST ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Content-Type: application/soap+xml',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...head,
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}
