import { RtspError } from '../status.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Meaning of each octet: 0..63, `pad`, `blank`, or `wrong` for an octet outside base64. */
const [pad, blank, wrong] = [64, 65, 66];
const meanings: Uint8Array = new Uint8Array(256).fill(wrong);
for (const [value, letter] of [...alphabet].entries()) meanings[letter.charCodeAt(0)] = value;
for (const letter of '\r\n\t ') meanings[letter.charCodeAt(0)] = blank;
meanings['='.charCodeAt(0)] = pad;

/**
 * Base64 as tunnels carry it (STR-05a): split anywhere, with line breaks, and with padding wherever a client ended one
 * message and began the next. Throws 400 for anything else.
 */
export class Base64Decoder {
  #bits = 0;
  #count = 0;

  decode(chunk: Uint8Array): Buffer {
    const bytes = Buffer.allocUnsafe(Math.ceil((chunk.length * 3) / 4) + 1);
    let length = 0;
    for (const octet of chunk) {
      const meaning = meanings[octet] ?? wrong;
      if (meaning === wrong) throw new RtspError(400, 'no base64');
      if (meaning === pad) this.#count = 0;
      if (meaning >= pad) continue;
      this.#bits = ((this.#bits << 6) | meaning) & 0xffff;
      this.#count += 6;
      if (this.#count < 8) continue;
      this.#count -= 8;
      bytes[length] = (this.#bits >> this.#count) & 0xff;
      length += 1;
    }
    return bytes.subarray(0, length);
  }
}
