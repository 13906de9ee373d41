import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** Where RTSP bytes go to and come from, whatever carries them. */
export interface Wire {
  write(bytes: string | Uint8Array): void;
  /** Called with what arrives; there is one listener. */
  onBytes(listener: (bytes: Buffer) => void): void;
  /** Stops and goes on reading: the peer's queue fills meanwhile. */
  pause(): void;
  resume(): void;
  /** Closes in order, or by a reset of the connection. */
  end(): void;
  reset(): void;
  /** Whatever the reason. */
  readonly closed: Promise<void>;
}

/** Milliseconds that a connection or a reply may take. */
export const patience = 10_000;

/** TCP connections under TLS: only they can be reset. */
const carriers = new WeakMap<Socket, Socket>();

function secured(carrier: Socket, host: string): Socket {
  const socket = connectTls({ socket: carrier, host, rejectUnauthorized: false });
  carriers.set(socket, carrier);
  return socket;
}

/** A connection; rejects when it is refused or takes too long. */
export async function openSocket(host: string, port: number, secure = false): Promise<Socket> {
  const carrier = connect(port, host);
  const signal = AbortSignal.timeout(patience);
  let socket = carrier;
  try {
    await once(carrier, 'connect', { signal });
    if (secure) {
      carrier.on('error', () => carrier.destroy());
      socket = secured(carrier, host);
      await once(socket, 'secureConnect', { signal });
    }
  } catch (cause) {
    socket.destroy();
    carrier.destroy();
    throw new Error(`no connection to port ${port}`, { cause });
  }
  socket.on('error', () => undefined);
  socket.setNoDelay(true);
  return socket;
}

/** RTSP straight on a connection. */
export function plainWire(socket: Socket): Wire {
  return {
    write: (bytes) => {
      if (socket.writable) socket.write(bytes);
    },
    onBytes: (listener) => {
      socket.on('data', listener);
    },
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    end: () => socket.destroy(),
    reset: () => {
      (carriers.get(socket) ?? socket).resetAndDestroy();
      socket.destroy();
    },
    closed: new Promise((resolve) => socket.once('close', () => resolve())),
  };
}

/** The head of an HTTP reply; what follows stays in the socket. */
export async function readHead(socket: Socket): Promise<string> {
  const signal = AbortSignal.timeout(patience);
  let held = Buffer.alloc(0);
  while (!signal.aborted) {
    const chunk: unknown = socket.read();
    if (Buffer.isBuffer(chunk)) held = Buffer.concat([held, chunk]);
    const end = held.indexOf('\r\n\r\n');
    if (end >= 0) {
      if (held.length > end + 4) socket.unshift(held.subarray(end + 4));
      return held.toString('latin1', 0, end);
    }
    if (!socket.readable || held.length > 16_384) break;
    if (chunk === null) await Promise.race([once(socket, 'readable', { signal }), once(socket, 'close', { signal })]);
  }
  socket.destroy();
  throw new Error('no HTTP reply');
}
