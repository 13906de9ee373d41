/** Reply to an RTSP request. */
export interface RtspReply {
  readonly status: number;
  readonly reason: string;
  /** Fields by lower-case name; repeated ones are joined with a comma. */
  readonly fields: ReadonlyMap<string, string>;
  readonly body: string;
}

type StreamItem =
  | { readonly kind: 'reply'; readonly reply: RtspReply }
  | { readonly kind: 'data'; readonly channel: number; readonly bytes: Uint8Array };

/** Bytes of a head at most; the camera's own are far shorter. */
const longestHead = 16_384;

const dollar = 0x24;

function headEnd(bytes: Uint8Array): number {
  for (let at = 3; at < bytes.length; at += 1)
    if (bytes[at] === 10 && bytes[at - 1] === 13 && bytes[at - 2] === 10 && bytes[at - 3] === 13) return at + 1;
  return -1;
}

function fieldsOf(lines: readonly string[]): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon < 0) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    const before = fields.get(name);
    fields.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return fields;
}

/** Splits what comes from the camera into replies and interleaved data (RFC 2326 10.12), however it is cut. */
export class StreamReader {
  #rest: Uint8Array = new Uint8Array();

  /** Throws for bytes that are neither. Data are views of the bytes given. */
  push(bytes: Uint8Array): readonly StreamItem[] {
    let left = bytes;
    if (this.#rest.length > 0) {
      left = new Uint8Array(this.#rest.length + bytes.length);
      left.set(this.#rest);
      left.set(bytes, this.#rest.length);
    }
    const items: StreamItem[] = [];
    for (;;) {
      const found = left[0] === dollar ? this.#data(left) : this.#reply(left);
      if (found === undefined) break;
      items.push(found.item);
      left = left.subarray(found.size);
    }
    this.#rest = left;
    return items;
  }

  #data(bytes: Uint8Array): { readonly item: StreamItem; readonly size: number } | undefined {
    const size = 4 + (((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0));
    if (bytes.length < 4 || bytes.length < size) return undefined;
    return { item: { kind: 'data', channel: bytes[1] ?? 0, bytes: bytes.subarray(4, size) }, size };
  }

  #reply(bytes: Uint8Array): { readonly item: StreamItem; readonly size: number } | undefined {
    const end = headEnd(bytes);
    if (end < 0) {
      if (bytes.length > longestHead) throw new Error('the camera sent something that is not RTSP');
      return undefined;
    }
    const [first = '', ...lines] = new TextDecoder().decode(bytes.subarray(0, end - 4)).split('\r\n');
    if (!first.startsWith('RTSP/1.0 ')) throw new Error('the camera sent something that is not RTSP');
    const fields = fieldsOf(lines);
    const size = end + Number(fields.get('content-length') ?? 0);
    if (!(bytes.length >= size)) return undefined;
    const body = new TextDecoder().decode(bytes.subarray(end, size));
    const reply = { status: Number(first.slice(9, 12)), reason: first.slice(13), fields, body };
    return { item: { kind: 'reply', reply }, size };
  }
}
