import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { digestResponse } from '../../services/auth/digest.ts';
import type { DigestUser } from '../../services/auth/digest-user.ts';

interface PlayOptions {
  readonly address: string;
  readonly port: number;
  /** User of the device, by whose secret the check logs in. */
  readonly user: DigestUser;
  /** Milliseconds for all of it: an encoder may be slow, and must not keep the check from its end. */
  readonly limit: number;
}

/** Reply of the RTSP server. */
interface Reply {
  readonly status: number;
  readonly headers: string;
  readonly body: string;
}

/** First byte of an interleaved frame (RFC 2326 10.12). */
const frameMark = 0x24;

/** Value of the header `Digest` for a challenge with MD5, without qop (RFC 2069 2.1.2). */
function login({ name, ha1 }: DigestUser, challenge: string, method: string, uri: string): string {
  const algorithm = challenge.includes('algorithm=SHA-256') ? 'SHA-256' : 'MD5';
  const realm = /\brealm="([^"]*)"/.exec(challenge)?.[1] ?? '';
  const nonce = /\bnonce="([^"]*)"/.exec(challenge)?.[1] ?? '';
  const parameters = new Map([
    ['uri', uri],
    ['nonce', nonce],
  ]);
  const response = digestResponse(algorithm, ha1[algorithm], method, parameters);
  const username = name.replace(/["\\]/g, '\\$&');
  return `Digest username="${username}", realm="${realm}", nonce="${nonce}", uri="${uri}", response="${response}", algorithm=${algorithm}`;
}

/** Client of one stream, on a connection of its own. */
class PlayClient {
  readonly #socket: Socket;
  readonly #user: DigestUser;
  #bytes = Buffer.alloc(0);
  #challenge = '';
  #sequence = 0;

  constructor(socket: Socket, user: DigestUser) {
    this.#socket = socket;
    this.#user = user;
  }

  /** Reply to a request, with a login as soon as the server asks for one. Rejects for every other status than 200. */
  async ask(method: string, uri: string, headers: readonly string[] = []): Promise<Reply> {
    let reply = await this.#send(method, uri, headers);
    if (reply.status === 401 && this.#challenge === '') {
      this.#challenge = /^WWW-Authenticate: (Digest .*)$/im.exec(reply.headers)?.[1] ?? '';
      reply = await this.#send(method, uri, headers);
    }
    if (reply.status !== 200) throw new Error(`RTSP answers ${method} ${uri} with ${reply.status}`);
    return reply;
  }

  /** Resolves with the first interleaved frame. */
  async frame(): Promise<void> {
    while (this.#bytes[0] !== frameMark) await this.#more();
  }

  async #send(method: string, uri: string, headers: readonly string[]): Promise<Reply> {
    this.#sequence += 1;
    const own = this.#challenge === '' ? [] : [`Authorization: ${login(this.#user, this.#challenge, method, uri)}`];
    this.#socket.write(
      [`${method} ${uri} RTSP/1.0`, `CSeq: ${this.#sequence}`, ...headers, ...own, '', ''].join('\r\n'),
    );
    let end = this.#bytes.indexOf('\r\n\r\n');
    for (; end < 0; end = this.#bytes.indexOf('\r\n\r\n')) await this.#more();
    const head = this.#bytes.toString('latin1', 0, end);
    const length = Number(/^Content-Length: *(\d{1,6})/im.exec(head)?.[1] ?? 0);
    while (this.#bytes.length < end + 4 + length) await this.#more();
    const body = this.#bytes.toString('latin1', end + 4, end + 4 + length);
    this.#bytes = this.#bytes.subarray(end + 4 + length);
    return { status: Number(head.split(' ', 2)[1]), headers: head, body };
  }

  async #more(): Promise<void> {
    const [chunk] = (await once(this.#socket, 'data')) as [Buffer];
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
  }
}

async function play(client: PlayClient, uri: string): Promise<void> {
  const { body } = await client.ask('DESCRIBE', uri, ['Accept: application/sdp']);
  const control = /^m=video .*?^a=control:(\S+)/ms.exec(body)?.[1] ?? /^m=.*?^a=control:(\S+)/ms.exec(body)?.[1];
  if (control === undefined) throw new Error(`RTSP describes no stream of ${uri}`);
  const media = control.includes('://') ? control : `${uri}/${control}`;
  const { headers } = await client.ask('SETUP', media, ['Transport: RTP/AVP/TCP;unicast;interleaved=0-1']);
  const session = /^Session: *([^;\s]+)/im.exec(headers)?.[1] ?? '';
  await client.ask('PLAY', uri, [`Session: ${session}`]);
  await client.frame();
}

/** Plays the stream of a profile over TCP; rejects with the reason when no RTP packet of it comes in time. */
export async function checkStream(profile: string, { address, port, user, limit }: PlayOptions): Promise<void> {
  const socket = connect(port, address);
  const late = setTimeout(() => socket.destroy(new Error(`profile ${profile} sends no RTP`)), limit);
  // A server that ends the connection must not be waited for.
  socket.once('end', () => socket.destroy(new Error(`RTSP ends the connection of profile ${profile}`)));
  try {
    await once(socket, 'connect');
    const host = address.includes(':') ? `[${address}]` : address;
    await play(new PlayClient(socket, user), `rtsp://${host}:${port}/${profile}`);
  } finally {
    clearTimeout(late);
    socket.destroy();
  }
}
