/**
 * One I2C adapter; all users of an adapter share one. Calls are served in order; each rejects with HalError 'gone' (nobody
 * acknowledges), 'io' (bus error, or no answer within 500 ms), 'busy' (64 calls wait already). The message names adapter and address.
 */
export interface I2cBus {
  /** Number of the adapter, the same for all who use it; absent on a bus that stands alone. */
  readonly adapter?: number;
  /** Reads from a register on, with repeated start. */
  read(address: number, register: number, length: number): Promise<Buffer>;
  /** Writes registers from `register` on. */
  write(address: number, register: number, bytes: Uint8Array): Promise<void>;
  /** Plain transfers without a register: opcode devices. */
  send(address: number, bytes: Uint8Array): Promise<void>;
  receive(address: number, length: number): Promise<Buffer>;
  close(): Promise<void>;
}

/** Which adapter: number of /dev/i2c-N. */
export type OpenI2cBus = (adapter: number) => Promise<I2cBus>;
