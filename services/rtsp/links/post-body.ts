import { RtspError } from '../status.ts';

/** What begins another request where a body has ended. */
const opening = Buffer.from('POST ', 'latin1');
/** Octets of such a request's head. */
const headLimit = 8192;
const nothing = Buffer.alloc(0);

/**
 * The body of a tunnel's POST, and of those that follow on the same connection. Some clients keep to the Content-Length
 * that they told and send another POST behind it (QuickTime); for others it is a formality and base64 goes on (STR-05).
 */
export class PostBody {
  /** Octets up to where another POST may begin; undefined once none can. */
  #left: number | undefined;
  /** What may be the head of another POST. */
  #held: Buffer = nothing;

  constructor(length: number | undefined) {
    this.#left = length;
  }

  /** The octets of bodies in a chunk. Throws 400 for a head that is none. */
  take(chunk: Uint8Array): Buffer {
    const parts: Uint8Array[] = [];
    let rest: Buffer = Buffer.concat([this.#held, chunk]);
    this.#held = nothing;
    while (rest.length > 0) {
      if (this.#left === undefined || this.#left > 0) {
        const size = Math.min(this.#left ?? rest.length, rest.length);
        parts.push(rest.subarray(0, size));
        rest = rest.subarray(size);
        if (this.#left !== undefined) this.#left -= size;
      } else {
        const after = this.#between(rest);
        if (after === undefined) break;
        rest = after;
      }
    }
    return Buffer.concat(parts);
  }

  /** What follows another head; all where there is none; undefined while that is not clear. */
  #between(rest: Buffer): Buffer | undefined {
    const begins = opening.subarray(0, rest.length).equals(rest.subarray(0, opening.length));
    if (!begins) {
      this.#left = undefined;
      return rest;
    }
    const end = rest.indexOf('\r\n\r\n');
    if (end < 0 && rest.length <= headLimit) {
      this.#held = rest;
      return undefined;
    }
    const head = rest.toString('latin1', 0, Math.max(0, end + 2));
    const length = /\r\nContent-Length:[ \t]*(\d{1,9})[ \t]*\r\n/i.exec(head)?.[1];
    if (!/^POST \S+ HTTP\/1\.[01]\r\n/.test(head)) throw new RtspError(400, 'no POST');
    this.#left = length === undefined ? undefined : Number(length);
    return rest.subarray(end + 4);
  }
}
