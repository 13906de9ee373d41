import type { SerialPort, SerialSettings } from '../../../hal/ports/serial-port.ts';
import { SerialLine } from '../../../hal/serial/serial-line.ts';

/** A serial port that keeps what was written, and at whose other end a device answers. */
export class RecordedPort implements SerialPort {
  readonly id = 'SerialPort1';
  readonly settings: SerialSettings = { baudRate: 9600, parity: 'None', characterLength: 8, stopBits: 1 };
  /** One row a message, in hexadecimal. */
  readonly written: string[] = [];
  /** What axes are opened on. */
  readonly line: SerialLine;
  #listener: (bytes: Uint8Array) => void = () => undefined;
  readonly #answer: (message: readonly number[], reply: (...bytes: number[]) => void) => void;

  constructor(answer: (message: readonly number[], reply: (...bytes: number[]) => void) => void = () => undefined) {
    this.#answer = answer;
    this.line = new SerialLine(this);
  }

  async configure(): Promise<void> {
    return undefined;
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.written.push(Buffer.from(bytes).toString('hex').replace(/../g, '$& ').trim());
    setImmediate(() => this.#answer([...bytes], (...reply) => this.send(...reply)));
  }

  /** From the device. */
  send(...bytes: number[]): void {
    this.#listener(Uint8Array.from(bytes));
  }

  onData(listener: (bytes: Uint8Array) => void): void {
    this.#listener = listener;
  }

  onGone(): void {
    // It never is.
  }

  async close(): Promise<void> {
    return undefined;
  }
}
