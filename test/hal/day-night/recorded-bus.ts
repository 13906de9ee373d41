import { HalError } from '../../../hal/ports/hal-error.ts';
import type { I2cBus } from '../../../hal/ports/i2c-bus.ts';

/** A bus that writes down what is sent, and answers what the test says. */
export class RecordedBus implements I2cBus {
  /** Bytes of each transfer, the register first, in hexadecimal. */
  readonly sent: string[] = [];
  /** The answer to a read, by what was sent before. */
  answer: (sent: readonly string[], register: number | undefined) => readonly number[] = () => [0, 0];
  /** Nobody acknowledges. */
  silent = false;

  async read(_address: number, register: number, length: number): Promise<Buffer> {
    this.#heard();
    return Buffer.from(this.answer(this.sent, register).slice(0, length));
  }

  async write(address: number, register: number, bytes: Uint8Array): Promise<void> {
    await this.send(address, Uint8Array.of(register, ...bytes));
  }

  async send(_address: number, bytes: Uint8Array): Promise<void> {
    this.#heard();
    this.sent.push(Buffer.from(bytes).toString('hex'));
  }

  async receive(_address: number, length: number): Promise<Buffer> {
    this.#heard();
    return Buffer.from(this.answer(this.sent, undefined).slice(0, length));
  }

  async close(): Promise<void> {}

  #heard(): void {
    if (this.silent) throw new HalError('gone', 'i2c-7, 0x23: no chip acknowledges; check power and wiring');
  }
}
