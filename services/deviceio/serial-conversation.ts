import { setImmediate as soon } from 'node:timers/promises';
import type { SerialPort } from '../../hal/ports/serial-port.ts';
import { Fault } from '../faults/fault.ts';

/** Most bytes of one command and of its answer. */
export const longestData = 4096;
/** Most commands that wait for their turn on a port. */
const mostWaiting = 8;

/** One command to the device on a serial port. */
interface SerialCommand {
  readonly send: Uint8Array | undefined;
  /** Number of bytes, or the bytes, with which the answer ends; without both it ends with the time. */
  readonly length: number | undefined;
  readonly delimiter: Buffer | undefined;
  /** ms; 0 = no answer is waited for */
  readonly time: number;
  readonly signal: AbortSignal;
}

/**
 * Commands and answers on one serial port, one after another. Bytes that arrive between two commands are kept for a command that sends
 * nothing, the newest 4096 of them.
 */
export class SerialConversation {
  #port: SerialPort | undefined;
  #received: Buffer = Buffer.alloc(0);
  #wake: () => void = () => undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  get port(): SerialPort | undefined {
    return this.#port;
  }

  /** Takes the port as it is open now; undefined while it is gone. */
  attach(port: SerialPort | undefined): void {
    if (port === this.#port) return;
    this.#port = port;
    this.#received = Buffer.alloc(0);
    port?.onData((bytes) => {
      if (this.#port === port) this.#take(bytes);
    });
    this.#wake();
  }

  /** Runs a change of the port between two commands. */
  async inTurn<T>(action: () => Promise<T>): Promise<T> {
    if (this.#waiting >= mostWaiting) throw new Fault('Action', 'Action Failed: too many commands wait for the port');
    this.#waiting += 1;
    const run = this.#turn.then(action);
    this.#turn = run.catch(() => undefined);
    try {
      return await run;
    } finally {
      this.#waiting -= 1;
    }
  }

  /** The received bytes, none when the time is over. Rejects with HalError as the port does, and Fault Action. */
  exchange(command: SerialCommand): Promise<Buffer> {
    return this.inTurn(() => this.#exchange(command));
  }

  async #exchange(command: SerialCommand): Promise<Buffer> {
    const port = this.#port;
    if (port === undefined) throw new Fault('Action', 'Action Failed: the serial port does not work; see the log');
    const { send, time, signal } = command;
    const deadline = performance.now() + time;
    if (send !== undefined) {
      // Older bytes are no answer to this command.
      this.#received = Buffer.alloc(0);
      const sent = port.write(send);
      sent.catch(() => undefined);
      // A command without an answer does not wait for the wire, only for a refusal.
      await (time === 0 ? Promise.race([sent, soon()]) : sent);
    }
    while (this.#port === port && !signal.aborted) {
      const end = this.#end(command);
      const left = deadline - performance.now();
      if (end > 0) return this.#cut(end);
      if (left <= 0) break;
      await this.#more(left, signal);
    }
    return this.#port === port && time > 0 ? this.#cut(this.#received.length) : Buffer.alloc(0);
  }

  /** Length of a whole answer; 0 while it is not whole. */
  #end({ length, delimiter, time }: SerialCommand): number {
    const { length: have } = this.#received;
    if (time === 0) return 0;
    const at = delimiter === undefined ? -1 : this.#received.indexOf(delimiter);
    const ends = [
      length !== undefined && have >= length ? length : 0,
      delimiter !== undefined && at >= 0 ? at + delimiter.length : 0,
    ].filter((end) => end > 0);
    return ends.length > 0 ? Math.min(...ends) : have >= longestData ? longestData : 0;
  }

  #cut(end: number): Buffer {
    const taken = this.#received.subarray(0, end);
    this.#received = this.#received.subarray(end);
    return taken;
  }

  #take(bytes: Uint8Array): void {
    const all = Buffer.concat([this.#received, bytes]);
    this.#received = all.subarray(Math.max(0, all.length - longestData));
    this.#wake();
  }

  /** Resolves with the next bytes, after the time (ms), or when the client has gone. */
  #more(time: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        this.#wake = () => undefined;
        resolve();
      };
      const timer = setTimeout(end, Math.ceil(time));
      signal.addEventListener('abort', end);
      this.#wake = end;
    });
  }
}
