import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { authorityForm } from './origin.ts';

/** Head of an HTTP/1 request (RFC 9112 2.1). */
export interface RequestHead {
  readonly method: string;
  /** Path and query; of a whole URI (absolute-form) the part after the authority. */
  readonly target: string;
  /**
   * Fields by lower-case name; values of a repeated field are joined with a comma (RFC 9110 5.3). The authority of a
   * whole URI replaces Host (RFC 9112 3.2.2).
   */
  readonly fields: Pick<ReadonlyMap<string, string>, 'get' | 'has'>;
  /** Number of Host fields. */
  readonly hosts: number;
  /** True for a whole URI without a valid authority, e.g. with a user before the host (RFC 9110 4.2.4). */
  readonly ambiguousTarget: boolean;
}

const requestLine = /^([A-Z]+) (\S+) HTTP\/1\.[01]$/;
const fieldName = /^[!#$%&'*+.^_`|~0-9a-z-]+$/i;
const absoluteForm = /^https?:\/\/([^/?#]*)/i;
const headEnd = '\r\n\r\n';

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}

/** Field value without the blanks around it; other white space belongs to the value (RFC 9110 5.5). */
function withoutBlanks(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && isBlank(text[from])) from += 1;
  while (to > from && isBlank(text[to - 1])) to -= 1;
  return text.slice(from, to);
}

function fieldOf(line: string): readonly [name: string, value: string] | undefined {
  const colon = line.indexOf(':');
  const name = line.slice(0, Math.max(0, colon));
  return fieldName.test(name) ? [name.toLowerCase(), withoutBlanks(line.slice(colon + 1))] : undefined;
}

/** Splits a request target; authority is undefined unless it is a whole URI. */
function parseTarget(target: string): {
  readonly target: string;
  readonly authority: string | undefined;
  readonly ambiguousTarget: boolean;
} {
  const [start = '', authority] = absoluteForm.exec(target) ?? [];
  if (authority === undefined) return { target, authority, ambiguousTarget: false };
  const rest = target.slice(start.length);
  return {
    target: rest.startsWith('/') ? rest : `/${rest}`,
    authority,
    ambiguousTarget: !authorityForm.test(authority),
  };
}

/** Parses a head without its empty last line; undefined when it is not well formed. */
export function parseHead(text: string): (RequestHead & { readonly fields: ReadonlyMap<string, string> }) | undefined {
  const [first = '', ...lines] = text.split('\r\n');
  const [, method, sent] = requestLine.exec(first) ?? [];
  if (method === undefined || sent === undefined) return undefined;
  const fields = new Map<string, string>();
  let hosts = 0;
  for (const line of lines) {
    const field = fieldOf(line);
    if (field === undefined) return undefined;
    const [name, value] = field;
    const earlier = fields.get(name);
    fields.set(name, earlier === undefined ? value : `${earlier}, ${value}`);
    if (name === 'host') hosts += 1;
  }
  const { authority, ...target } = parseTarget(sent);
  if (authority !== undefined) fields.set('host', authority);
  return { method, ...target, fields, hosts };
}

function hostsOf(rawHeaders: readonly string[]): number {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) if (rawHeaders[at]?.toLowerCase() === 'host') hosts += 1;
  return hosts;
}

/**
 * Head of a request that the HTTP server has parsed. A whole URI is replaced on the request, too: handlers see path and
 * Host only.
 */
export function headOf(request: IncomingMessage): RequestHead {
  const { method = '', url = '', headers } = request;
  const { authority, ...target } = parseTarget(url);
  if (authority !== undefined) {
    request.url = target.target;
    headers.host = authority;
  }
  const get = (name: string): string | undefined => {
    const value = headers[name];
    return typeof value === 'object' ? value.join(', ') : value;
  };
  const fields = { get, has: (name: string): boolean => headers[name] !== undefined };
  return { method, ...target, fields, hosts: hostsOf(request.rawHeaders) };
}

interface HeadLimits {
  /** Bytes of a head at most. */
  readonly bytes: number;
  /** Milliseconds for a whole head to arrive. */
  readonly time: number;
}

/** True for GET and POST, the only methods by which RTSP can begin. */
function mayMatter(bytes: Buffer): boolean {
  return bytes[0] === 0x47 || bytes[0] === 0x50;
}

/** Buffer that doubles as bytes arrive, so that each byte is copied twice at most. */
class GrowingBuffer {
  #bytes: Buffer = Buffer.alloc(0);
  #length = 0;

  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  add(chunk: Buffer): void {
    const length = this.#length + chunk.length;
    if (this.#length === 0) this.#bytes = chunk;
    else {
      if (length > this.#bytes.length) {
        const larger = Buffer.allocUnsafe(2 * length);
        this.bytes.copy(larger);
        this.#bytes = larger;
      }
      chunk.copy(this.#bytes, this.#length);
    }
    this.#length = length;
  }
}

/**
 * Reads the first head of a connection. `done` gets all bytes read so far and the length of the head, 0 without a whole
 * head; it runs while the paused socket delivers those bytes, so it must decide at once. A connection that sends no head
 * in time is closed.
 */
export function readFirstHead(
  socket: Socket,
  limits: HeadLimits,
  done: (read: Buffer, headLength: number) => void,
): void {
  const read = new GrowingBuffer();
  const expired = setTimeout(() => socket.destroy(), limits.time);
  const close = (): void => {
    socket.destroy();
  };
  const stop = (): void => {
    clearTimeout(expired);
    socket.off('data', take).off('end', close).off('error', close).off('close', stop);
  };
  const take = (chunk: Buffer): void => {
    const from = Math.max(0, read.bytes.length - headEnd.length + 1);
    read.add(chunk);
    const end = read.bytes.indexOf(headEnd, from);
    if (end < 0 && read.bytes.length < limits.bytes && mayMatter(read.bytes)) return;
    stop();
    socket.pause();
    done(read.bytes, end < 0 ? 0 : end + headEnd.length);
  };
  socket.on('data', take).on('end', close).on('error', close).on('close', stop);
}
