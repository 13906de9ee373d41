import { setTimeout as sleep } from 'node:timers/promises';
import { HalError } from '../ports/hal-error.ts';
import type { SerialLine } from '../serial/serial-line.ts';
import { ReplyQueue } from './reply-queue.ts';
import { encodeVisca, ViscaReader, type ViscaReply, viscaBody, viscaError } from './visca-packets.ts';

/** ms for the first reply; a device whose sockets are full is asked again so often, so many ms later. */
const patience = 1000;
const again = { times: 5, after: 100 } as const;
const bufferFull = 3;

/** A serial port with VISCA devices: what their axes share. One message at a time waits for its reply. */
export class ViscaLine {
  readonly #port: SerialLine;
  readonly #replies: ReplyQueue<ViscaReply>;
  #reader = new ViscaReader();
  /** Sockets in which commands run, by address. */
  readonly #running = new Map<number, Set<number>>();
  readonly #cleared = new Map<number, Promise<void>>();

  constructor(port: SerialLine) {
    this.#port = port;
    this.#replies = new ReplyQueue(`VISCA on serial port ${port.id}`, patience);
    port.onData((bytes) => {
      for (const reply of this.#reader.read(bytes)) this.#take(reply);
    });
    port.onTurn(() => this.#forget());
  }

  /** Commands that a device still does: 0, 1 or 2. */
  running(address: number): number {
    return this.#running.get(address)?.size ?? 0;
  }

  /**
   * Resolves with the socket in which the command runs, 0 when it is done already. Rejects with HalError 'unsupported', 'busy', 'io'.
   */
  async command(address: number, body: readonly number[]): Promise<number> {
    await this.#clear(address);
    for (let tries = 1; ; tries += 1) {
      const reply = await this.#ask(address, body, ({ kind }) => kind !== 'answer');
      if (reply.kind === 'accepted') return reply.socket;
      if (reply.kind !== 'refused') return 0;
      if (reply.code !== bufferFull || tries === again.times) throw viscaError(this.#name(address), reply.code);
      await sleep(again.after);
    }
  }

  /** Ends a command that runs; nothing happens when it does no more. */
  async cancel(address: number, socket: number): Promise<void> {
    if (this.#running.get(address)?.has(socket) !== true) return;
    await this.#ask(address, viscaBody.cancel(socket), ({ kind }) => kind === 'refused');
    this.#running.get(address)?.delete(socket);
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
    const running = this.#running.get(reply.address) ?? new Set<number>();
    this.#running.set(reply.address, running);
    if (reply.kind === 'accepted') running.add(reply.socket);
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
