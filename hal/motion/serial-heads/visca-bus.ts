import { setTimeout as sleep } from 'node:timers/promises';
import { HalError } from '../../ports/hal-error.ts';
import type { ReconnectingPort } from '../../serial/reconnecting-port.ts';
import { ReplyQueue } from './reply-queue.ts';
import { encodeVisca, ViscaReader, type ViscaReply, viscaBody, viscaError } from './visca-packets.ts';

/** Longest time to the first reply, ms. */
const replyTimeout = 1000;
/** Attempts at a device whose sockets are full, and the time (ms) between two. */
const retries = { times: 5, after: 100 } as const;
const bufferFull = 3;

/** Command that a device executes in one of its sockets. */
export interface ViscaCommand {
  readonly address: number;
  readonly socket: number;
}

/** Serial port with VISCA devices, shared by their axes. One message at a time waits for its reply. */
export class ViscaBus {
  readonly #port: ReconnectingPort;
  readonly #replies: ReplyQueue<ViscaReply>;
  #reader = new ViscaReader();
  /** Running commands by address and socket. */
  readonly #running = new Map<number, Map<number, ViscaCommand>>();
  readonly #cleared = new Map<number, Promise<void>>();

  constructor(port: ReconnectingPort) {
    this.#port = port;
    this.#replies = new ReplyQueue(`VISCA on serial port ${port.id}`, replyTimeout);
    port.onData((bytes) => {
      for (const reply of this.#reader.read(bytes)) this.#take(reply);
    });
    port.onAvailability(() => this.#reset());
  }

  /**
   * Sends a command and resolves with it once it runs, undefined when it is completed. Rejects with HalError 'unsupported', 'busy', 'io'.
   */
  async command(address: number, body: readonly number[]): Promise<ViscaCommand | undefined> {
    await this.#clear(address);
    for (let tries = 1; ; tries += 1) {
      const reply = await this.#ask(address, body, ({ kind }) => kind !== 'answer');
      if (reply.kind === 'accepted') return this.#running.get(address)?.get(reply.socket);
      if (reply.kind !== 'refused') return undefined;
      if (reply.code !== bufferFull || tries === retries.times) throw viscaError(this.#name(address), reply.code);
      await sleep(retries.after);
    }
  }

  /** Cancels a running command; does nothing when it has ended or its socket has another command. */
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
    throw new HalError('io', `${this.#name(address)}: the answer has the wrong length`);
  }

  /** Calls when the port was lost or has returned; no command runs any more then. */
  onAvailability(listener: () => void): void {
    this.#port.onAvailability(listener);
  }

  /** Clears the sockets of a device before its first message, and again after the port was lost. */
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

  #reset(): void {
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
    // The end of an earlier command must not count as the reply to the present one.
    const late = (reply.kind === 'completed' || reply.kind === 'refused') && running.delete(reply.socket);
    if (!late || reply.kind === 'refused') this.#replies.offer(reply);
  }

  #name(address: number): string {
    return `VISCA device ${address} on serial port ${this.#port.id}`;
  }
}

const buses = new WeakMap<ReconnectingPort, ViscaBus>();

/** Bus of a port: one object for all its axes. */
export function viscaBus(port: ReconnectingPort): ViscaBus {
  const bus = buses.get(port) ?? new ViscaBus(port);
  buses.set(port, bus);
  return bus;
}
