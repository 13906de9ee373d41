import { randomBytes } from 'node:crypto';

const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** One frame as a client sends it (RFC 6455 5.2), or as a bad client does. */
export function clientFrame(
  kind: keyof typeof opcodes | number,
  payload: string | Uint8Array,
  how: { readonly final?: boolean; readonly masked?: boolean; readonly reserved?: number } = {},
): Buffer {
  const { final = true, masked = true, reserved = 0 } = how;
  const opcode = typeof kind === 'number' ? kind : opcodes[kind];
  const bytes = Buffer.from(payload);
  const mask = randomBytes(4);
  const head = [(final ? 0x80 : 0) | reserved | opcode];
  const bit = masked ? 0x80 : 0;
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(BigInt(bytes.length));
  if (bytes.length < 126) head.push(bit | bytes.length);
  else if (bytes.length < 65_536) head.push(bit | 126, ...size.subarray(6));
  else head.push(bit | 127, ...size);
  if (!masked) return Buffer.concat([Buffer.from(head), bytes]);
  return Buffer.concat([Buffer.from(head), mask, bytes.map((octet, at) => octet ^ (mask[at % 4] ?? 0))]);
}

export interface ServerFrame {
  readonly opcode: number;
  readonly final: boolean;
  readonly payload: Buffer;
}

/** Reads what a server sends; throws for a masked frame. */
export class ServerFrames {
  #held: Buffer = Buffer.alloc(0);

  push(chunk: Buffer): readonly ServerFrame[] {
    this.#held = Buffer.concat([this.#held, chunk]);
    const frames: ServerFrame[] = [];
    for (let frame = this.#next(); frame !== undefined; frame = this.#next()) frames.push(frame);
    return frames;
  }

  #next(): ServerFrame | undefined {
    const [first = 0, second = 0] = this.#held;
    if (this.#held.length < 2) return undefined;
    if (second > 127) throw new Error('a server must not mask');
    const at = second < 126 ? 2 : second === 126 ? 4 : 10;
    if (this.#held.length < at) return undefined;
    const wide =
      second === 126 ? this.#held.readUInt16BE(2) : second === 127 ? Number(this.#held.readBigUInt64BE(2)) : second;
    if (this.#held.length < at + wide) return undefined;
    const payload = Buffer.from(this.#held.subarray(at, at + wide));
    this.#held = this.#held.subarray(at + wide);
    return { opcode: first & 15, final: first > 127, payload };
  }
}
