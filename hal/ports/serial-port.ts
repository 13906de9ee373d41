import type { HalError } from './hal-error.ts';

/** Line parameters (tt:SerialPortConfiguration). */
export interface SerialSettings {
  readonly baudRate: number;
  readonly parity: 'None' | 'Even' | 'Odd';
  readonly characterLength: 7 | 8;
  readonly stopBits: 1 | 2;
}

/** Values that every serial port takes: baud rates of every UART driver of Linux (termios). */
export const serialOptions: { readonly [Name in keyof SerialSettings]: readonly SerialSettings[Name][] } = {
  baudRate: [300, 600, 1200, 1800, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200, 230_400, 460_800, 921_600],
  parity: ['None', 'Even', 'Odd'],
  characterLength: [7, 8],
  stopBits: [1, 2],
};

/** Serial port. */
export interface SerialPort {
  readonly id: string;
  readonly settings: SerialSettings;
  /** Rejects with HalError 'unsupported', 'io'. */
  configure(settings: SerialSettings): Promise<void>;
  /** Resolves when the bytes have left. Rejects with HalError 'gone', 'io', 'busy' (64 KiB wait already). */
  write(bytes: Uint8Array): Promise<void>;
  /** Calls with received bytes; bytes without a listener are dropped. One listener. */
  onData(listener: (bytes: Uint8Array) => void): void;
  /** Calls when the port was unplugged, with the HalError 'gone' of all later calls. One listener. */
  onGone(listener: (error: HalError) => void): void;
  close(): Promise<void>;
}
