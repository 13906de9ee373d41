import { DigestClient } from '../bench/digest-client.ts';
import { patience, type Wire } from './wire.ts';

export interface Reply {
  readonly status: number;
  /** Names in lower case; of a repeated header the one that this client can use. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

interface Account {
  readonly user: string;
  readonly password: string;
}

/** An RTSP conversation that counts packets and keeps none of them. */
export class RtspTalk {
  readonly wire: Wire;
  /** Interleaved packets so far. */
  packets = 0;
  #held: Buffer = Buffer.alloc(0);
  #cseq = 0;
  #digest: DigestClient | undefined;
  #waiting: ((reply: Reply) => void) | undefined;
  readonly #account: Account;

  constructor(wire: Wire, account: Account) {
    this.wire = wire;
    this.#account = account;
    wire.onBytes((bytes) => this.#take(bytes));
  }

  /** Rejects when the connection closes or the reply takes too long. */
  async request(method: string, uri: string, headers: Readonly<Record<string, string>> = {}): Promise<Reply> {
    const reply = await this.#ask(method, uri, headers);
    const challenge = reply.headers.get('www-authenticate');
    if (reply.status !== 401 || challenge === undefined) return reply;
    this.#digest = new DigestClient(challenge, this.#account.user, this.#account.password);
    return this.#ask(method, uri, headers);
  }

  /** Without waiting for the reply. */
  send(method: string, uri: string, headers: Readonly<Record<string, string>> = {}): void {
    this.wire.write(this.text(method, uri, headers));
  }

  /** The whole request, for those that send only a part of it. */
  text(method: string, uri: string, headers: Readonly<Record<string, string>> = {}): string {
    this.#cseq += 1;
    const lines = [`${method} ${uri} RTSP/1.0`, `CSeq: ${this.#cseq}`];
    if (this.#digest !== undefined) lines.push(`Authorization: ${this.#digest.authorization(method, uri)}`);
    for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
    return `${lines.join('\r\n')}\r\n\r\n`;
  }

  sendInterleaved(channel: number, packet: Buffer): void {
    this.wire.write(Buffer.concat([Buffer.from([0x24, channel, packet.length >> 8, packet.length & 0xff]), packet]));
  }

  async #ask(method: string, uri: string, headers: Readonly<Record<string, string>>): Promise<Reply> {
    let timer: NodeJS.Timeout | undefined;
    const reply = new Promise<Reply>((resolve) => {
      this.#waiting = resolve;
    });
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`${method}: no reply`)), patience);
    });
    const gone = this.wire.closed.then(() => Promise.reject(new Error(`${method}: connection closed`)));
    gone.catch(() => undefined);
    this.send(method, uri, headers);
    try {
      return await Promise.race([reply, late, gone]);
    } finally {
      clearTimeout(timer);
      this.#waiting = undefined;
    }
  }

  #take(bytes: Buffer): void {
    let held = this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes]);
    for (let size = this.#messageSize(held); size > 0; size = this.#messageSize(held)) {
      if (held[0] === 0x24) this.packets += 1;
      else this.#waiting?.(parseReply(held.subarray(0, size)));
      held = held.subarray(size);
    }
    // A copy: a small rest must not keep a large chunk alive.
    this.#held = Buffer.from(held);
  }

  /** 0 while the first message is not whole. */
  #messageSize(held: Buffer): number {
    if (held.length < 4) return 0;
    if (held[0] === 0x24) {
      const size = 4 + held.readUInt16BE(2);
      return held.length < size ? 0 : size;
    }
    const end = held.indexOf('\r\n\r\n');
    if (end < 0) return 0;
    const length = /\r\ncontent-length: *(\d+)/i.exec(held.toString('latin1', 0, end))?.[1] ?? '0';
    const size = end + 4 + Number(length);
    return held.length < size ? 0 : size;
  }
}

function parseReply(message: Buffer): Reply {
  const end = message.indexOf('\r\n\r\n');
  const [line = '', ...lines] = message.toString('latin1', 0, end).split('\r\n');
  const headers = new Map<string, string>();
  for (const one of lines) {
    const name = one.slice(0, one.indexOf(':')).toLowerCase();
    const value = one.slice(one.indexOf(':') + 1).trim();
    // Of two challenges the MD5 one: DigestClient knows no other.
    if (name !== 'www-authenticate' || !value.includes('SHA-256')) headers.set(name, value);
  }
  return { status: Number(line.split(' ')[1]), headers, body: message.toString('utf8', end + 4) };
}
