import type { RtspRequest } from './message.ts';
import { RtspError } from './status.ts';

/** What stands in the byte stream of a connection. */
export type RtspInput =
  | { readonly kind: 'request'; readonly request: RtspRequest }
  | { readonly kind: 'interleaved'; readonly channel: number; readonly packet: Buffer };

/** Bytes of a head, of a line, of a body; number of header lines. */
export const readerLimits = { head: 16_384, line: 4_096, body: 16_384, headers: 64 } as const;

const dollar = 0x24;
const empty = Buffer.alloc(0);

/** The end of the head at the first empty line; LF alone is tolerated, as RFC 2326 15.1 asks of readers. */
function endOfHead(bytes: Buffer): number {
  const strict = bytes.indexOf('\r\n\r\n');
  const loose = bytes.subarray(0, strict < 0 ? bytes.length : strict).indexOf('\n\n');
  if (loose >= 0) return loose + 2;
  return strict < 0 ? -1 : strict + 4;
}

function parseHeaders(lines: readonly string[]): Map<string, string> {
  if (lines.length > readerLimits.headers) throw new RtspError(400, 'too many headers');
  const headers = new Map<string, string>();
  let last = '';
  for (const line of lines) {
    if (line.length > readerLimits.line) throw new RtspError(400, 'header too long');
    const folded = /^[ \t]+(.*)$/.exec(line);
    const match = /^([A-Za-z0-9!#$%&'*+.^_`|~-]+)[ \t]*:[ \t]*(.*?)[ \t]*$/.exec(line);
    if (folded !== null && last !== '') headers.set(last, `${headers.get(last) ?? ''} ${folded[1] ?? ''}`);
    else if (match === null) throw new RtspError(400, 'malformed header');
    else {
      last = (match[1] ?? '').toLowerCase();
      const before = headers.get(last);
      headers.set(last, before === undefined ? (match[2] ?? '') : `${before}, ${match[2] ?? ''}`);
    }
  }
  return headers;
}

function bodyLength(headers: ReadonlyMap<string, string>): number {
  const text = headers.get('content-length') ?? '0';
  if (!/^\d{1,9}$/.test(text)) throw new RtspError(400, 'malformed Content-Length');
  const length = Number(text);
  if (length > readerLimits.body) throw new RtspError(413);
  return length;
}

/**
 * Splits a connection's bytes into requests and interleaved frames, however they were cut into segments. Throws RtspError
 * for what is neither; the connection cannot be read on after that.
 */
export class RtspReader {
  #held: Buffer = empty;

  /** True while a request or frame has begun and not ended. */
  get partial(): boolean {
    return this.#held.length > 0;
  }

  push(chunk: Buffer): void {
    this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
  }

  /** The next complete input, undefined when more bytes are needed. */
  next(): RtspInput | undefined {
    this.#skipEmptyLines();
    if (this.#held.length === 0) return undefined;
    return this.#held[0] === dollar ? this.#frame() : this.#request();
  }

  #skipEmptyLines(): void {
    let at = 0;
    while (this.#held[at] === 0x0d || this.#held[at] === 0x0a) at += 1;
    if (at > 0) this.#held = this.#held.subarray(at);
  }

  #take(length: number): Buffer {
    const taken = this.#held.subarray(0, length);
    this.#held = this.#held.subarray(length);
    if (this.#held.length === 0) this.#held = empty;
    return taken;
  }

  #frame(): RtspInput | undefined {
    if (this.#held.length < 4) return undefined;
    const size = this.#held.readUInt16BE(2);
    if (this.#held.length < 4 + size) return undefined;
    const frame = this.#take(4 + size);
    return { kind: 'interleaved', channel: frame[1] ?? 0, packet: frame.subarray(4) };
  }

  #request(): RtspInput | undefined {
    const end = endOfHead(this.#held.subarray(0, readerLimits.head));
    if (end < 0) {
      this.#checkBeginning();
      return undefined;
    }
    const [line = '', ...lines] = this.#held
      .toString('latin1', 0, end)
      .split(/\r?\n/)
      .filter((one) => one !== '');
    const match = /^([A-Z_]{1,32}) (\S{1,2048}) (RTSP)\/(\d+\.\d+)$/.exec(line);
    if (match === null) throw new RtspError(400, 'malformed request line');
    const headers = parseHeaders(lines);
    if (match[4] !== '1.0') throw new RtspError(505, undefined, cseqHeader(headers));
    const length = bodyLength(headers);
    if (this.#held.length < end + length) return undefined;
    this.#take(end);
    return {
      kind: 'request',
      request: { method: match[1] ?? '', uri: match[2] ?? '', headers, body: Buffer.from(this.#take(length)) },
    };
  }

  /** Garbage is told from a slow request by its first bytes. */
  #checkBeginning(): void {
    if (this.#held.length >= readerLimits.head) throw new RtspError(400, 'head too long');
    if (!/^[A-Z_]{1,32}($| )/.test(this.#held.toString('latin1', 0, 40))) throw new RtspError(400, 'no RTSP');
  }
}

function cseqHeader(headers: ReadonlyMap<string, string>): readonly (readonly [string, string])[] {
  const cseq = headers.get('cseq');
  return cseq !== undefined && /^\d{1,10}$/.test(cseq) ? [['CSeq', cseq]] : [];
}
