import type { SerialPort, SerialSettings } from '../../../hal/ports/serial-port.ts';
import { ReconnectingPort } from '../../../hal/serial/reconnecting-port.ts';

/** Serial port that records writes, with a device that answers them. */
export class RecordedPort implements SerialPort {
  readonly id = 'SerialPort1';
  readonly settings: SerialSettings = { baudRate: 9600, parity: 'None', characterLength: 8, stopBits: 1 };
  /** Written messages in hexadecimal. */
  readonly written: string[] = [];
  /** Port as axes use it. */
  readonly reconnecting: ReconnectingPort;
  #listener: (bytes: Uint8Array) => void = () => undefined;
  readonly #answer: (message: readonly number[], reply: (...bytes: number[]) => void) => void;

  constructor(answer: (message: readonly number[], reply: (...bytes: number[]) => void) => void = () => undefined) {
    this.#answer = answer;
    this.reconnecting = new ReconnectingPort(this);
  }

  async configure(): Promise<void> {
    return undefined;
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.written.push(Buffer.from(bytes).toString('hex').replace(/../g, '$& ').trim());
    setImmediate(() => this.#answer([...bytes], (...reply) => this.send(...reply)));
  }

  /** Sends bytes of the device. */
  send(...bytes: number[]): void {
    this.#listener(Uint8Array.from(bytes));
  }

  onData(listener: (bytes: Uint8Array) => void): void {
    this.#listener = listener;
  }

  onGone(): void {
    // The recorded port never goes.
  }

  async close(): Promise<void> {
    return undefined;
  }
}
