import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { openSocket, plainWire, readHead, type Wire } from './wire.ts';

const type = 'application/x-rtsp-tunnelled';

function head(method: string, path: string, cookie: string, more: readonly string[]): string {
  return `${[`${method} /${path} HTTP/1.0`, `x-sessioncookie: ${cookie}`, ...more].join('\r\n')}\r\n\r\n`;
}

/** The half that receives; a tunnel that never meets its other half stops here. */
export async function openTunnelGet(
  place: { readonly host: string; readonly port: number; readonly path: string },
  cookie: string,
  secure = false,
): Promise<Socket> {
  const get = await openSocket(place.host, place.port, secure);
  get.write(head('GET', place.path, cookie, [`Accept: ${type}`, 'Pragma: no-cache']));
  const reply = await readHead(get);
  if (/^HTTP\/1\.[01] 200/.test(reply)) return get;
  get.destroy();
  throw new Error(`GET refused: ${reply.split('\r\n')[0]}`);
}

/** RTSP over HTTP: receives on a GET, sends on a POST in base64 (STR-05). */
export async function openTunnel(host: string, port: number, path: string, secure = false): Promise<Wire> {
  const cookie = randomBytes(11).toString('hex');
  const get = await openTunnelGet({ host, port, path }, cookie, secure);
  const post = await openSocket(host, port, secure).catch((error: unknown) => {
    get.destroy();
    throw error;
  });
  post.write(head('POST', path, cookie, [`Content-Type: ${type}`, 'Content-Length: 32767']));
  const incoming = plainWire(get);
  const outgoing = plainWire(post);
  return {
    ...incoming,
    write: (bytes) => outgoing.write(Buffer.from(bytes).toString('base64')),
    end: () => {
      incoming.end();
      outgoing.end();
    },
    reset: () => {
      incoming.reset();
      outgoing.reset();
    },
  };
}
