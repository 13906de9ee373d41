import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** The head of an HTTP/1 request (RFC 9112 2.1). */
export interface RequestHead {
  readonly method: string;
  /** As it was sent: a path with its query, or a whole URI. */
  readonly target: string;
  /** By lower-case name; the values of a repeated field are joined with a comma (RFC 9110 5.3). */
  readonly fields: Pick<ReadonlyMap<string, string>, 'get' | 'has'>;
}

const requestLine = /^([A-Z]+) (\S+) HTTP\/1\.[01]$/;
const field = /^([!#$%&'*+.^_`|~0-9a-z-]+):[ \t]*(.*?)[ \t]*$/i;
const headEnd = '\r\n\r\n';

/** The head, without the empty line that ends it; undefined when it is not well formed. */
export function parseHead(text: string): (RequestHead & { readonly fields: ReadonlyMap<string, string> }) | undefined {
  const [first = '', ...lines] = text.split('\r\n');
  const [, method, target] = requestLine.exec(first) ?? [];
  if (method === undefined || target === undefined) return undefined;
  const fields = new Map<string, string>();
  for (const line of lines) {
    const [, name, value = ''] = field.exec(line) ?? [];
    if (name === undefined) return undefined;
    const key = name.toLowerCase();
    const earlier = fields.get(key);
    fields.set(key, earlier === undefined ? value : `${earlier}, ${value}`);
  }
  return { method, target, fields };
}

/** The head of a request that the HTTP server has read. Nothing is copied: every request is looked at. */
export function headOf({ method = '', url = '', headers }: IncomingMessage): RequestHead {
  const get = (name: string): string | undefined => {
    const value = headers[name];
    return typeof value === 'object' ? value.join(', ') : value;
  };
  return { method, target: url, fields: { get, has: (name) => headers[name] !== undefined } };
}

export interface HeadLimits {
  /** Bytes of a head. */
  readonly bytes: number;
  /** Milliseconds for it to arrive whole. */
  readonly time: number;
}

/** Only these two begin what is not SOAP: anything else needs no look at its head. */
function mayMatter(bytes: Buffer): boolean {
  return bytes[0] === 0x47 || bytes[0] === 0x50;
}

/**
 * Reads the first head of a connection. `done` gets everything read so far and the place behind the head, 0 where there is
 * no whole head, and runs while the socket delivers those bytes, paused: it decides at once. A connection that sends
 * no head in time is closed.
 */
export function readFirstHead(
  socket: Socket,
  limits: HeadLimits,
  done: (read: Buffer, headLength: number) => void,
): void {
  let read: Buffer = Buffer.alloc(0);
  const expired = setTimeout(() => socket.destroy(), limits.time);
  const close = (): void => {
    socket.destroy();
  };
  const stop = (): void => {
    clearTimeout(expired);
    socket.off('data', take).off('end', close).off('error', close).off('close', stop);
  };
  const take = (chunk: Buffer): void => {
    const from = Math.max(0, read.length - headEnd.length + 1);
    read = read.length === 0 ? chunk : Buffer.concat([read, chunk]);
    const end = read.indexOf(headEnd, from);
    if (end < 0 && read.length < limits.bytes && mayMatter(read)) return;
    stop();
    socket.pause();
    done(read, end < 0 ? 0 : end + headEnd.length);
  };
  socket.on('data', take).on('end', close).on('error', close).on('close', stop);
}
