import { ByteQueue } from '../byte-queue.ts';

/** Frame that cannot be taken, with the code of the close frame that answers it (RFC 6455 7.4.1). */
export class WebSocketError extends Error {
  readonly code: 1002 | 1003 | 1009;

  constructor(code: 1002 | 1003 | 1009, reason: string) {
    super(reason);
    this.name = 'WebSocketError';
    this.code = code;
  }
}

export type WebSocketInput =
  /** Payload of a data frame; where messages begin and end means nothing to RTSP (STR-93). */
  | { readonly kind: 'data'; readonly bytes: Buffer }
  | { readonly kind: 'ping'; readonly bytes: Buffer }
  | { readonly kind: 'close'; readonly code: number | undefined };

/** Octets of one frame and of one fragmented message. @internal */
export const webSocketLimits = { frame: 131_072, message: 1_048_576 } as const;

const [continuation, text, binary, close, ping, pong] = [0x0, 0x1, 0x2, 0x8, 0x9, 0xa];

interface FrameHead {
  readonly final: boolean;
  readonly opcode: number;
  readonly headSize: number;
  readonly size: number;
}

/** undefined when more bytes are needed. Lengths have to be written in the shortest way. */
function readSize(bytes: Buffer): { readonly at: number; readonly size: number } | undefined {
  const short = (bytes[1] ?? 0) & 0x7f;
  if (short < 126) return { at: 2, size: short };
  const at = short === 126 ? 4 : 10;
  if (bytes.length < at) return undefined;
  const size = short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  if (size < (short === 126 ? 126 : 0x10000)) throw new WebSocketError(1002, 'length not in its shortest form');
  return { at, size };
}

function checkControl({ final, size }: FrameHead): void {
  if (!final || size > 125) throw new WebSocketError(1002, 'control frame too long or fragmented');
}

function readHead(bytes: Buffer): FrameHead | undefined {
  if (bytes.length < 2) return undefined;
  const [first = 0, second = 0] = bytes;
  if ((first & 0x70) !== 0) throw new WebSocketError(1002, 'reserved bit');
  if ((second & 0x80) === 0) throw new WebSocketError(1002, 'not masked');
  const length = readSize(bytes);
  if (length === undefined) return undefined;
  const head = {
    final: (first & 0x80) !== 0,
    opcode: first & 0x0f,
    headSize: length.at + 4,
    size: length.size,
  };
  if (head.opcode >= close) checkControl(head);
  if (head.size > webSocketLimits.frame) throw new WebSocketError(1009, 'frame too large');
  return bytes.length < head.headSize + head.size ? undefined : head;
}

/** Reads a client's frames, strictly (RFC 6455 5). Throws WebSocketError; nothing can be read after that. */
export class WebSocketFrames {
  readonly #held = new ByteQueue();
  /** Octets of the fragmented message that has begun. */
  #message: number | undefined;

  push(chunk: Buffer): void {
    this.#held.push(chunk);
  }

  /** The next frame that means something, undefined when more bytes are needed. */
  next(): WebSocketInput | undefined {
    for (let head = readHead(this.#held.bytes); head !== undefined; head = readHead(this.#held.bytes)) {
      this.#checkOrder(head);
      const payload = this.#take(head);
      if (head.opcode === ping) return { kind: 'ping', bytes: payload };
      if (head.opcode === close)
        return { kind: 'close', code: payload.length >= 2 ? payload.readUInt16BE(0) : undefined };
      if (head.opcode !== pong) return { kind: 'data', bytes: payload };
    }
    return undefined;
  }

  #checkOrder({ opcode, final, size }: FrameHead): void {
    if (opcode === text) throw new WebSocketError(1003, 'text');
    if (opcode >= close && opcode <= pong) return;
    if (opcode > binary) throw new WebSocketError(1002, 'unknown opcode');
    if ((opcode === continuation) !== (this.#message !== undefined))
      throw new WebSocketError(1002, 'fragments out of order');
    const total = (this.#message ?? 0) + size;
    if (total > webSocketLimits.message) throw new WebSocketError(1009, 'message too large');
    this.#message = final ? undefined : total;
  }

  #take({ headSize, size }: FrameHead): Buffer {
    const frame = this.#held.take(headSize + size);
    const mask = frame.subarray(headSize - 4, headSize);
    const payload = Buffer.from(frame.subarray(headSize));
    for (let at = 0; at < payload.length; at += 1) payload[at] = (payload[at] ?? 0) ^ (mask[at & 3] ?? 0);
    return payload;
  }
}

/** A control frame of ours, unmasked. */
export function controlFrame(kind: 'pong' | 'close', payload: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([0x80 | (kind === 'pong' ? pong : close), payload.length]), payload]);
}
