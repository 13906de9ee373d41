import { HalError } from '../../../hal/ports/hal-error.ts';
import type { I2cBus } from '../../../hal/ports/i2c-bus.ts';

/** I2C bus that records writes and gives the answers of the test. */
export class RecordedBus implements I2cBus {
  /** Transfers in hexadecimal, the register first. */
  readonly sent: string[] = [];
  /** Answer to a read, by the bytes sent before. */
  answer: (sent: readonly string[], register: number | undefined) => readonly number[] = () => [0, 0];
  /** No chip acknowledges while true. */
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
