import { bestChallenge, DigestAnswers } from '../session/digest.ts';
import type { Login } from '../session/session.ts';
import { type RtspReply, StreamReader } from './stream-reader.ts';

/** Refusal of an RTSP request. */
export class RtspRefusal extends Error {
  readonly status: number;

  constructor({ status, reason }: RtspReply) {
    super(`RTSP ${status} ${reason}`);
    this.status = status;
  }
}

/** What a client tells its owner. */
interface RtspListener {
  readonly onData: (channel: number, bytes: Uint8Array) => void;
  /** Called once, when the connection ends by itself. */
  readonly onEnd: (reason: string) => void;
}

interface Waiting {
  readonly resolve: (reply: RtspReply) => void;
  readonly reject: (error: Error) => void;
}

/** Milliseconds for the reply to a request. */
const patience = 10_000;

/** Milliseconds for the reply to TEARDOWN. */
const farewell = 1000;

/** RTSP over WebSocket (ONVIF Streaming 5.1.1.4): requests in order, data as they come. */
export class RtspClient {
  readonly #socket: WebSocket;
  readonly #login: Login;
  readonly #listener: RtspListener;
  readonly #reader = new StreamReader();
  readonly #waiting: Waiting[] = [];
  #answers: DigestAnswers | undefined;
  #session: string | undefined;
  #number = 0;
  #ended = false;

  private constructor(socket: WebSocket, login: Login, listener: RtspListener) {
    this.#socket = socket;
    this.#login = login;
    this.#listener = listener;
    socket.onmessage = ({ data }) => this.#take(new Uint8Array(data as ArrayBuffer));
    socket.onclose = () => this.#end('closed');
    socket.onerror = () => this.#end('error');
  }

  static connect(url: string, login: Login, listener: RtspListener): Promise<RtspClient> {
    const socket = new WebSocket(url, 'rtsp.onvif.org');
    socket.binaryType = 'arraybuffer';
    return new Promise((resolve, reject) => {
      socket.onopen = () => resolve(new RtspClient(socket, login, listener));
      socket.onerror = () => reject(new TypeError('no WebSocket to the camera'));
    });
  }

  /** Sends a request and follows one challenge. Rejects with RtspRefusal for any status but 200. */
  async request(method: string, url: string, fields: Readonly<Record<string, string>> = {}): Promise<RtspReply> {
    let reply = await this.#send(method, url, fields);
    if (reply.status === 401) {
      const challenge = bestChallenge(reply.fields.get('www-authenticate') ?? '');
      if (challenge === undefined || challenge.realm !== this.#login.realm) throw new RtspRefusal(reply);
      this.#answers = new DigestAnswers(challenge);
      reply = await this.#send(method, url, fields);
    }
    if (reply.status !== 200) throw new RtspRefusal(reply);
    this.#session = reply.fields.get('session')?.split(';', 1)[0] ?? this.#session;
    return reply;
  }

  /** Ends the session, then the connection. */
  close(url: string): void {
    const isOpen = !this.#ended && this.#socket.readyState === WebSocket.OPEN && this.#session !== undefined;
    this.#ended = true;
    this.#reject('closed');
    const finish = (): void => this.#socket.close();
    if (!isOpen) {
      finish();
      return;
    }
    // The camera sends pictures until it has answered; browsers report those that come after a close frame.
    this.#waiting.push({ resolve: finish, reject: finish });
    this.#write('TEARDOWN', url, {});
    setTimeout(finish, farewell);
  }

  #send(method: string, url: string, fields: Readonly<Record<string, string>>): Promise<RtspReply> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#end(`no reply to ${method}`), patience);
      const settle = <Value>(done: (value: Value) => void): ((value: Value) => void) => {
        return (value) => {
          clearTimeout(timer);
          done(value);
        };
      };
      this.#waiting.push({ resolve: settle(resolve), reject: settle(reject) });
      if (this.#ended) this.#reject('closed');
      else this.#write(method, url, fields);
    });
  }

  #write(method: string, url: string, fields: Readonly<Record<string, string>>): void {
    this.#number += 1;
    const { name, secrets } = this.#login;
    const lines = [`${method} ${url} RTSP/1.0`, `CSeq: ${this.#number}`, 'User-Agent: Vedette page'];
    if (this.#session !== undefined) lines.push(`Session: ${this.#session}`);
    if (this.#answers !== undefined)
      lines.push(`Authorization: ${this.#answers.authorization(name, secrets, method, url)}`);
    for (const [field, value] of Object.entries(fields)) lines.push(`${field}: ${value}`);
    // Names in UTF-8 are one character a byte here already.
    const text = `${lines.join('\r\n')}\r\n\r\n`;
    this.#socket.send(Uint8Array.from(text, (character) => character.charCodeAt(0)));
  }

  #take(bytes: Uint8Array): void {
    try {
      for (const item of this.#reader.push(bytes)) {
        if (item.kind === 'data') this.#listener.onData(item.channel, item.bytes);
        else this.#waiting.shift()?.resolve(item.reply);
      }
    } catch (error) {
      this.#end(error instanceof Error ? error.message : String(error));
    }
  }

  #reject(reason: string): void {
    for (const { reject } of this.#waiting.splice(0)) reject(new Error(reason));
  }

  #end(reason: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#socket.close();
    this.#reject(reason);
    this.#listener.onEnd(reason);
  }
}
