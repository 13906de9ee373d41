import { HalError } from '../../../hal/ports/hal-error.ts';
import type { I2cBus } from '../../../hal/ports/i2c-bus.ts';

/** I2C bus that records writes: registers increment from the given one, and are read back. */
export class RecordedBus implements I2cBus {
  /** Writes, one row each: address, then all bytes. */
  readonly written: (readonly number[])[] = [];
  readonly registers: Uint8Array = new Uint8Array(256);
  /** No chip acknowledges while true. */
  nak = false;
  closed = 0;

  constructor(registers: Readonly<Record<number, number>> = {}) {
    for (const [register, value] of Object.entries(registers)) this.registers[Number(register)] = value;
  }

  async read(address: number, register: number, length: number): Promise<Buffer> {
    this.#check(address);
    return Buffer.from(this.registers.subarray(register, register + length));
  }

  async write(address: number, register: number, bytes: Uint8Array): Promise<void> {
    this.#check(address);
    this.written.push([address, register, ...bytes]);
    this.registers.set(bytes, register);
  }

  async send(address: number, bytes: Uint8Array): Promise<void> {
    this.#check(address);
    this.written.push([address, ...bytes]);
  }

  async receive(address: number, length: number): Promise<Buffer> {
    this.#check(address);
    return Buffer.alloc(length);
  }

  async close(): Promise<void> {
    this.closed += 1;
  }

  #check(address: number): void {
    if (this.closed > 0) throw new HalError('gone', 'recorded bus: closed');
    if (this.nak) throw new HalError('gone', `recorded bus address 0x${address.toString(16)}: no chip acknowledges`);
  }
}
