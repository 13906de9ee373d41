import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface Reply {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

const hash = (algorithm: string, text: string): string => createHash(algorithm).update(text).digest('hex');

/** What the client's bytes travel on: a socket, or what a test puts around one. */
export interface Carrier {
  readonly socket: Socket;
  write(bytes: Uint8Array): void;
  onData(take: (bytes: Buffer) => void): void;
}

function plainCarrier(socket: Socket): Carrier {
  return { socket, write: (bytes) => socket.write(bytes), onData: (take) => socket.on('data', take) };
}

/** A client that does exactly what it is told: requests as text, replies as they come, packets counted. */
export class RtspClient {
  readonly packets: { readonly channel: number; readonly bytes: Buffer }[] = [];
  readonly socket: Socket;
  readonly #carrier: Carrier;
  closed = false;
  #held: Buffer = Buffer.alloc(0);
  #cseq = 0;
  readonly #replies: Reply[] = [];
  readonly #waiting: ((reply: Reply) => void)[] = [];
  #challenge: string | undefined;
  readonly #account: { readonly name: string; readonly password: string };

  private constructor(carrier: Carrier, account: { readonly name: string; readonly password: string }) {
    const { socket } = carrier;
    this.#carrier = carrier;
    this.socket = socket;
    this.#account = account;
    carrier.onData((chunk) => this.#take(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.closed = true;
      for (const waiting of this.#waiting.splice(0)) waiting({ status: 0, headers: new Map(), body: '' });
    });
  }

  static async open(
    port: number,
    account = { name: 'admin', password: 'secret123' },
    host = '127.0.0.1',
  ): Promise<RtspClient> {
    const socket = connect(port, host);
    await once(socket, 'connect');
    return new RtspClient(plainCarrier(socket), account);
  }

  /** A client on something else than a connection to the RTSP port. */
  static over(carrier: Carrier | Socket, account = { name: 'admin', password: 'secret123' }): RtspClient {
    return new RtspClient('socket' in carrier ? carrier : plainCarrier(carrier), account);
  }

  write(bytes: string | Uint8Array): void {
    this.#carrier.write(Buffer.from(bytes));
  }

  /** The next reply that comes; status 0 when the connection closes first. */
  reply(): Promise<Reply> {
    const ready = this.#replies.shift();
    if (ready !== undefined) return Promise.resolve(ready);
    if (this.closed) return Promise.resolve({ status: 0, headers: new Map(), body: '' });
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Sends a request with credentials once a challenge is known; answers a first challenge by itself. */
  async request(
    method: string,
    uri: string,
    headers: Readonly<Record<string, string>> = {},
    body = '',
  ): Promise<Reply> {
    this.#send(method, uri, headers, body);
    const reply = await this.reply();
    if (reply.status !== 401 || this.#challenge !== undefined) return reply;
    this.#challenge = reply.headers.get('www-authenticate');
    this.#send(method, uri, headers, body);
    return this.reply();
  }

  /** DESCRIBE, SETUP over this connection and PLAY; resolves with the session. */
  async playInterleaved(uri: string, Transport = 'RTP/AVP/TCP;unicast;interleaved=0-1'): Promise<string> {
    await this.request('DESCRIBE', uri, { Accept: 'application/sdp' });
    const setup = await this.request('SETUP', `${uri}/track1`, { Transport });
    const session = setup.headers.get('session')?.split(';')[0] ?? '';
    const play = await this.request('PLAY', uri, { Session: session });
    if (play.status !== 200) throw new Error(`PLAY: ${play.status}`);
    return session;
  }

  close(): void {
    this.socket.destroy();
  }

  #send(method: string, uri: string, headers: Readonly<Record<string, string>>, body: string): void {
    this.#cseq += 1;
    const lines = [`${method} ${uri} RTSP/1.0`, `CSeq: ${this.#cseq}`];
    if (this.#challenge !== undefined) lines.push(`Authorization: ${this.#credentials(this.#challenge, method, uri)}`);
    for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
    if (body !== '') lines.push(`Content-Length: ${body.length}`);
    this.write(`${lines.join('\r\n')}\r\n\r\n${body}`);
  }

  #credentials(challenge: string, method: string, uri: string): string {
    const value = (name: string): string => new RegExp(`${name}="?([^",]*)`).exec(challenge)?.[1] ?? '';
    const algorithm = value('algorithm') === 'SHA-256' ? 'sha256' : 'md5';
    const count = this.#cseq.toString(16).padStart(8, '0');
    const { name, password } = this.#account;
    const ha1 = hash(algorithm, `${name}:${value('realm')}:${password}`);
    const response = hash(algorithm, `${ha1}:${value('nonce')}:${count}:c:auth:${hash(algorithm, `${method}:${uri}`)}`);
    return `Digest username="${name}", realm="${value('realm')}", nonce="${value('nonce')}", uri="${uri}", algorithm=${value('algorithm')}, qop=auth, nc=${count}, cnonce="c", response="${response}"`;
  }

  #take(chunk: Buffer): void {
    this.#held = Buffer.concat([this.#held, chunk]);
    while (this.#held.length > 0 && (this.#held[0] === 0x24 ? this.#takePacket() : this.#takeReply()));
  }

  #takePacket(): boolean {
    const end = this.#held.length < 4 ? Number.POSITIVE_INFINITY : 4 + this.#held.readUInt16BE(2);
    if (this.#held.length < end) return false;
    this.packets.push({ channel: this.#held[1] ?? 0, bytes: Buffer.from(this.#held.subarray(4, end)) });
    this.#held = this.#held.subarray(end);
    return true;
  }

  #takeReply(): boolean {
    const end = this.#held.indexOf('\r\n\r\n');
    if (end < 0) return false;
    const [line = '', ...lines] = this.#held.toString('latin1', 0, end).split('\r\n');
    const headers = new Map<string, string>();
    for (const one of lines) {
      const colon = one.indexOf(':');
      const name = one.slice(0, colon).toLowerCase();
      // The first challenge is the strongest.
      if (!headers.has(name)) headers.set(name, one.slice(colon + 1).trim());
    }
    const length = Number(headers.get('content-length') ?? 0);
    if (this.#held.length < end + 4 + length) return false;
    const body = this.#held.toString('utf8', end + 4, end + 4 + length);
    this.#held = this.#held.subarray(end + 4 + length);
    const reply = { status: Number(line.split(' ')[1]), headers, body };
    const waiting = this.#waiting.shift();
    if (waiting === undefined) this.#replies.push(reply);
    else waiting(reply);
    return true;
  }
}
