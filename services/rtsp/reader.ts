import { ByteQueue } from './byte-queue.ts';
import { parseFields } from './headers/field.ts';
import { parseCseq, type RtspRequest } from './message.ts';
import { RtspError } from './status.ts';

/** Unit of the byte stream of a connection. */
export type RtspInput =
  | { readonly kind: 'request'; readonly request: RtspRequest }
  | { readonly kind: 'interleaved'; readonly channel: number; readonly packet: Buffer };

/** Bytes of a head, of a line, of a body; number of header lines. @internal */
export const readerLimits = { head: 16_384, line: 4_096, body: 16_384, headers: 64 } as const;

const [dollar, carriageReturn, lineFeed] = [0x24, 0x0d, 0x0a];

type Head = Omit<RtspRequest, 'body'>;

/** End of the head, at its first empty line; LF alone ends a line too (RFC 2326 15.1). -1 when it does not end. */
function endOfHead(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(lineFeed, from); at >= 0; at = bytes.indexOf(lineFeed, at + 1)) {
    if (bytes[at + 1] === lineFeed) return at + 2;
    if (bytes[at + 1] === carriageReturn && bytes[at + 2] === lineFeed) return at + 3;
  }
  return -1;
}

function parseHead(text: string): Head {
  const lines = text
    .split('\n')
    .map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line))
    .filter((line) => line !== '');
  const [first = '', ...rest] = lines;
  const [, method = '', uri = '', version] = /^([A-Z_]{1,32}) (\S{1,2048}) RTSP\/(\d{1,4}\.\d{1,4})$/.exec(first) ?? [];
  if (version === undefined) throw new RtspError(400, 'malformed request line');
  if (rest.length > readerLimits.headers) throw new RtspError(400, 'too many headers');
  if (rest.some((line) => line.length > readerLimits.line)) throw new RtspError(400, 'header too long');
  const headers = parseFields(rest);
  if (headers === undefined) throw new RtspError(400, 'malformed header');
  const cseq = parseCseq(headers.get('cseq'));
  if (version !== '1.0') throw new RtspError(505, undefined, cseq === undefined ? [] : [['CSeq', cseq]]);
  return { method, uri, headers, cseq };
}

function bodyLength({ headers }: Head): number {
  const text = headers.get('content-length') ?? '0';
  if (!/^\d{1,9}$/.test(text)) throw new RtspError(400, 'malformed Content-Length');
  const length = Number(text);
  if (length > readerLimits.body) throw new RtspError(413);
  return length;
}

/**
 * Splits the bytes of a connection into requests and interleaved frames, however they were cut into segments, in time
 * linear in their number. Throws RtspError for anything else; the connection cannot be read on after that.
 */
export class RtspReader {
  readonly #held = new ByteQueue();
  /** Bytes that were searched for the end of the head already. */
  #searched = 0;
  /** Head of the request whose body is not complete. */
  #head: { readonly head: Head; readonly length: number } | undefined;

  /** True while a request or frame has begun and not ended. */
  get partial(): boolean {
    return this.#head !== undefined || this.#held.length > 0;
  }

  /** Bytes that were pushed and not returned yet. */
  get waiting(): number {
    return this.#held.length;
  }

  push(chunk: Buffer): void {
    this.#held.push(chunk);
  }

  /** The next complete input, undefined when more bytes are needed. */
  next(): RtspInput | undefined {
    if (this.#head === undefined) {
      this.#skipEmptyLines();
      const { bytes } = this.#held;
      if (bytes[0] === dollar) return this.#frame(bytes);
      if (bytes.length === 0 || !this.#readHead(bytes)) return undefined;
    }
    return this.#request();
  }

  #skipEmptyLines(): void {
    if (this.#searched > 0) return;
    const { bytes } = this.#held;
    let at = 0;
    while (bytes[at] === carriageReturn || bytes[at] === lineFeed) at += 1;
    if (at > 0) this.#held.take(at);
  }

  #frame(bytes: Buffer): RtspInput | undefined {
    const size = bytes.length < 4 ? Number.POSITIVE_INFINITY : 4 + bytes.readUInt16BE(2);
    if (bytes.length < size) return undefined;
    const frame = this.#held.take(size);
    return { kind: 'interleaved', channel: frame[1] ?? 0, packet: frame.subarray(4) };
  }

  /** Takes the head from the front; false while it has not ended. */
  #readHead(bytes: Buffer): boolean {
    const end = endOfHead(bytes.subarray(0, readerLimits.head), this.#searched);
    if (end < 0) {
      checkBeginning(bytes);
      // An empty line has up to three bytes, and two of them may be the last ones here.
      this.#searched = Math.max(0, bytes.length - 2);
      return false;
    }
    this.#searched = 0;
    const head = parseHead(this.#held.take(end).toString('latin1'));
    this.#head = { head, length: bodyLength(head) };
    return true;
  }

  #request(): RtspInput | undefined {
    if (this.#head === undefined || this.#held.length < this.#head.length) return undefined;
    const { head, length } = this.#head;
    this.#head = undefined;
    return { kind: 'request', request: { ...head, body: Buffer.from(this.#held.take(length)) } };
  }
}

/** Refuses garbage by its first bytes: only a slow request is waited for. */
function checkBeginning(bytes: Buffer): void {
  if (bytes.length >= readerLimits.head) throw new RtspError(400, 'head too long');
  if (!/^[A-Z_]{1,32}($| )/.test(bytes.toString('latin1', 0, 40))) throw new RtspError(400, 'no RTSP');
}
