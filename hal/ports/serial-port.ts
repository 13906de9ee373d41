import type { HalError } from './hal-error.ts';

/** Line parameters (tt:SerialPortConfiguration). */
export interface SerialSettings {
  readonly baudRate: number;
  readonly parity: 'None' | 'Even' | 'Odd';
  readonly characterLength: 7 | 8;
  readonly stopBits: 1 | 2;
}

/** One serial port. */
export interface SerialPort {
  readonly id: string;
  readonly settings: SerialSettings;
  /** Rejects with HalError 'unsupported', 'io'. */
  configure(settings: SerialSettings): Promise<void>;
  /** Resolves when the bytes have left. Rejects with HalError 'gone', 'io', 'busy' (64 KiB wait already). */
  write(bytes: Uint8Array): Promise<void>;
  /** One listener; bytes nobody listens to are dropped. */
  onData(listener: (bytes: Uint8Array) => void): void;
  /** The port was unplugged: the HalError 'gone' of all that is asked of it from then on. One listener. */
  onGone(listener: (error: HalError) => void): void;
  close(): Promise<void>;
}
