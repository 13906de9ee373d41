/**
 * I2C adapter, shared by all its users. Calls are served in order; each rejects with HalError 'gone' (no chip acknowledges), 'io'
 * (bus error, or no answer within 500 ms), 'busy' (64 calls wait already). The message names adapter and address.
 */
export interface I2cBus {
  /** Number of the adapter; absent on a bus without one. */
  readonly adapter?: number;
  /** Reads registers from `register` on, with repeated start. */
  read(address: number, register: number, length: number): Promise<Buffer>;
  /** Writes registers from `register` on. */
  write(address: number, register: number, bytes: Uint8Array): Promise<void>;
  /** Sends bytes without a register address, for chips with opcodes. */
  send(address: number, bytes: Uint8Array): Promise<void>;
  receive(address: number, length: number): Promise<Buffer>;
  close(): Promise<void>;
}

/** Opens an adapter by the number of /dev/i2c-N. */
export type OpenI2cBus = (adapter: number) => Promise<I2cBus>;
