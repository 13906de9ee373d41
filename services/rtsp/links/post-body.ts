import { ByteQueue } from '../byte-queue.ts';
import { RtspError } from '../status.ts';

/** First octets of another request where a body has ended. */
const opening = Buffer.from('POST ', 'latin1');
/** Octets of the head of such a request. */
const headLimit = 8192;
const headEnd = '\r\n\r\n';

/**
 * The body of a tunnel's POST, and of those that follow on the same connection. Some clients keep to the Content-Length
 * that they told and send another POST behind it (QuickTime); for others it is a formality and base64 goes on (STR-05).
 */
export class PostBody {
  readonly #held = new ByteQueue();
  /** Octets up to where another POST may begin; undefined once none can. */
  #left: number | undefined;
  /** Octets that were searched for the end of a head already. */
  #searched = 0;

  constructor(length: number | undefined) {
    this.#left = length;
  }

  /** The octets of bodies in a chunk. Throws 400 for a malformed head. */
  take(chunk: Uint8Array): Buffer {
    const parts: Buffer[] = [];
    this.#held.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    while (this.#held.length > 0) {
      if (this.#left === 0) {
        if (!this.#readHead()) break;
        continue;
      }
      const part = this.#held.take(this.#left ?? this.#held.length);
      if (this.#left !== undefined) this.#left -= part.length;
      parts.push(part);
    }
    return Buffer.concat(parts);
  }

  /** Reads the head of another POST, if one begins here; false while that is not clear. */
  #readHead(): boolean {
    const { bytes } = this.#held;
    if (!opening.subarray(0, bytes.length).equals(bytes.subarray(0, opening.length))) {
      this.#left = undefined;
      return true;
    }
    const end = bytes.indexOf(headEnd, Math.max(0, this.#searched - headEnd.length));
    this.#searched = bytes.length;
    if (end < 0 && bytes.length <= headLimit) return false;
    const head = end < 0 ? '' : this.#held.take(end + headEnd.length).toString('latin1');
    if (!/^POST \S{1,2048} HTTP\/1\.[01]\r\n/.test(head)) throw new RtspError(400, 'no POST');
    const length = /\r\nContent-Length:[ \t]*(\d{1,9})[ \t]*\r\n/i.exec(head)?.[1];
    this.#left = length === undefined ? undefined : Number(length);
    this.#searched = 0;
    return true;
  }
}
