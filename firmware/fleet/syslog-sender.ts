import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { SyslogReceiver } from './fleet-file.ts';
import { syslogMessage } from './syslog-message.ts';

/** Octets of messages that wait for the receiver; the oldest give way. */
const most = 256 * 1024;
/** Milliseconds to connect, and between two tries at first and at most. */
const limits = { connect: 10_000, first: 1000, longest: 60_000 } as const;

interface SyslogSenderOptions {
  readonly receiver: SyslogReceiver;
  /** Name of this machine. */
  readonly host: () => string;
  /** Called when the receiver cannot be reached, once until it can. */
  readonly onLost: (error: Error | undefined) => void;
  /** Milliseconds before the first of a row of tries. */
  readonly retry?: number;
}

/** Sends the log to a syslog receiver. Nothing waits for it: what the receiver does not take is dropped and counted. */
export class SyslogSender {
  readonly #options: SyslogSenderOptions;
  #waiting: Buffer[] = [];
  #size = 0;
  #dropped = 0;
  #socket: Socket | undefined;
  #ready = false;
  #told = false;
  #delay: number;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: SyslogSenderOptions) {
    this.#options = options;
    this.#delay = options.retry ?? limits.first;
    this.#connect();
  }

  /** Takes a JSON line of the log. */
  add(line: string): void {
    if (this.#closed) return;
    this.#queue(syslogMessage(line, this.#options.host()));
    this.#flush();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#socket?.destroy();
  }

  #queue(message: Buffer): void {
    this.#waiting.push(message);
    this.#size += message.length;
    while (this.#size > most) {
      this.#size -= this.#waiting.shift()?.length ?? this.#size;
      this.#dropped += 1;
    }
  }

  #flush(): void {
    if (!this.#ready || this.#socket === undefined) return;
    if (this.#dropped > 0) {
      const lost = { level: 40, pid: process.pid, lines: this.#dropped, msg: 'lines of the log were lost' };
      this.#dropped = 0;
      this.#waiting.unshift(syslogMessage(JSON.stringify(lost), this.#options.host()));
    }
    const waiting = Buffer.concat(this.#waiting);
    this.#waiting = [];
    this.#size = 0;
    // A receiver that does not read leaves the rest in the queue.
    if (waiting.length > 0) this.#ready = this.#socket.write(waiting);
  }

  #connect(): void {
    const { host, port, secure, ca } = this.#options.receiver;
    const socket = secure ? connectTls({ host, port, servername: host, ...(ca && { ca }) }) : connect(port, host);
    let failure: Error = new Error('the receiver closed the connection');
    this.#socket = socket;
    socket.unref();
    socket.setTimeout(limits.connect, () => socket.destroy(new Error('the receiver does not answer')));
    socket.on('error', (error) => {
      failure = error;
    });
    socket.once(secure ? 'secureConnect' : 'connect', () => this.#connected(socket));
    socket.on('drain', () => {
      this.#ready = true;
      this.#flush();
    });
    // Nothing is read from a receiver; its data would fill the memory.
    socket.resume();
    socket.once('close', () => this.#lost(failure));
  }

  #connected(socket: Socket): void {
    socket.setTimeout(0);
    socket.setKeepAlive(true, limits.longest);
    this.#ready = true;
    this.#delay = this.#options.retry ?? limits.first;
    if (this.#told) this.#options.onLost(undefined);
    this.#told = false;
    this.#flush();
  }

  #lost(error: Error): void {
    this.#ready = false;
    if (this.#closed) return;
    if (!this.#told) this.#options.onLost(error);
    this.#told = true;
    this.#timer = setTimeout(() => this.#connect(), this.#delay).unref();
    this.#delay = Math.min(limits.longest, this.#delay * 2);
  }
}
