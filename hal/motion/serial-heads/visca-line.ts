import { setTimeout as sleep } from 'node:timers/promises';
import { HalError } from '../../ports/hal-error.ts';
import type { SerialLine } from '../../serial/serial-line.ts';
import { ReplyQueue } from './reply-queue.ts';
import { encodeVisca, ViscaReader, type ViscaReply, viscaBody, viscaError } from './visca-packets.ts';

/** ms for the first reply; a device whose sockets are full is asked again so often, so many ms later. */
const patience = 1000;
const again = { times: 5, after: 100 } as const;
const bufferFull = 3;

/** A command that a device has begun. Its socket is free for another one when it is over. */
export interface ViscaCommand {
  readonly address: number;
  readonly socket: number;
}

/** A serial port with VISCA devices: what their axes share. One message at a time waits for its reply. */
export class ViscaLine {
  readonly #port: SerialLine;
  readonly #replies: ReplyQueue<ViscaReply>;
  #reader = new ViscaReader();
  /** Commands that run, by address and socket. */
  readonly #running = new Map<number, Map<number, ViscaCommand>>();
  readonly #cleared = new Map<number, Promise<void>>();

  constructor(port: SerialLine) {
    this.#port = port;
    this.#replies = new ReplyQueue(`VISCA on serial port ${port.id}`, patience);
    port.onData((bytes) => {
      for (const reply of this.#reader.read(bytes)) this.#take(reply);
    });
    port.onTurn(() => this.#forget());
  }

  /**
   * Resolves with the command that runs, undefined when it is done already. Rejects with HalError 'unsupported', 'busy', 'io'.
   */
  async command(address: number, body: readonly number[]): Promise<ViscaCommand | undefined> {
    await this.#clear(address);
    for (let tries = 1; ; tries += 1) {
      const reply = await this.#ask(address, body, ({ kind }) => kind !== 'answer');
      if (reply.kind === 'accepted') return this.#running.get(address)?.get(reply.socket);
      if (reply.kind !== 'refused') return undefined;
      if (reply.code !== bufferFull || tries === again.times) throw viscaError(this.#name(address), reply.code);
      await sleep(again.after);
    }
  }

  /** Ends a command that runs; nothing happens when it does no more, or another one does in its socket. */
  async cancel(command: ViscaCommand | undefined): Promise<void> {
    if (command === undefined) return;
    const { address, socket } = command;
    const running = this.#running.get(address);
    if (running?.get(socket) !== command) return;
    await this.#ask(address, viscaBody.cancel(socket), ({ kind }) => kind === 'refused');
    if (running.get(socket) === command) running.delete(socket);
  }

  async inquire(address: number, body: readonly number[], length: number): Promise<readonly number[]> {
    await this.#clear(address);
    const reply = await this.#ask(address, body, ({ kind }) => kind === 'answer' || kind === 'refused');
    if (reply.kind === 'refused') throw viscaError(this.#name(address), reply.code);
    if (reply.kind === 'answer' && reply.bytes.length === length) return reply.bytes;
    throw new HalError('io', `${this.#name(address)}: an answer of the wrong length`);
  }

  /** Calls when the port was lost, or is there again: nothing that was going on does any more. */
  onTurn(listener: () => void): void {
    this.#port.onTurn(listener);
  }

  /** Before anything else is asked of a device, and anew when the port was lost: it forgets what it was doing. */
  async #clear(address: number): Promise<void> {
    const cleared =
      this.#cleared.get(address) ??
      this.#ask(address, viscaBody.clear, ({ kind }) => kind === 'completed').then(() => undefined);
    this.#cleared.set(address, cleared);
    try {
      await cleared;
    } catch (error) {
      this.#cleared.delete(address);
      throw error;
    }
  }

  #ask(address: number, body: readonly number[], take: (reply: ViscaReply) => boolean): Promise<ViscaReply> {
    return this.#replies.ask(
      () => this.#port.write(encodeVisca(address, body)),
      (reply) => reply.address === address && take(reply),
    );
  }

  #forget(): void {
    this.#reader = new ViscaReader();
    this.#running.clear();
    this.#cleared.clear();
    if (this.#port.gone !== undefined) this.#replies.fail(this.#port.gone);
  }

  #take(reply: ViscaReply): void {
    const { address } = reply;
    const running = this.#running.get(address) ?? new Map<number, ViscaCommand>();
    this.#running.set(address, running);
    if (reply.kind === 'accepted') running.set(reply.socket, { address, socket: reply.socket });
    // The end of an earlier command is no reply to the present one.
    const late = (reply.kind === 'completed' || reply.kind === 'refused') && running.delete(reply.socket);
    if (!late || reply.kind === 'refused') this.#replies.offer(reply);
  }

  #name(address: number): string {
    return `VISCA device ${address} on serial port ${this.#port.id}`;
  }
}

const lines = new WeakMap<SerialLine, ViscaLine>();

/** The one object of a port, whoever asks. */
export function viscaLine(port: SerialLine): ViscaLine {
  const line = lines.get(port) ?? new ViscaLine(port);
  lines.set(port, line);
  return line;
}
