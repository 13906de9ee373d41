import { HalError } from '../ports/hal-error.ts';
import type { SerialPort } from '../ports/serial-port.ts';

/** A serial port as the devices on it know it: the same object while the port is lost and when it is there again. */
export class SerialLine {
  readonly id: string;
  #port: SerialPort | HalError;
  #onData: (bytes: Uint8Array) => void = () => undefined;
  readonly #listeners = new Set<() => void>();

  constructor(port: SerialPort) {
    this.id = port.id;
    this.#port = this.#listen(port);
  }

  /** Why nothing can be sent at present: HalError 'gone'. undefined while the port is there. */
  get gone(): HalError | undefined {
    return this.#port instanceof HalError ? this.#port : undefined;
  }

  /** Resolves when the bytes have left. Rejects with HalError 'gone', at once and as often as it is asked, and as the port does. */
  async write(bytes: Uint8Array): Promise<void> {
    if (this.#port instanceof HalError) throw this.#port;
    await this.#port.write(bytes);
  }

  /** One listener. */
  onData(listener: (bytes: Uint8Array) => void): void {
    this.#onData = listener;
  }

  /** The port was lost, or is there again: see `gone`. In the order in which they began to listen. Returns how to end it. */
  onTurn(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** For whom the port belongs to: another port, or why there is none. */
  turn(port: SerialPort | HalError): void {
    if (port === this.#port || (port instanceof HalError && this.gone !== undefined)) return;
    this.#port = port instanceof HalError ? port : this.#listen(port);
    for (const listener of [...this.#listeners]) listener();
  }

  #listen(port: SerialPort): SerialPort {
    port.onData((bytes) => {
      // A port that was lost may still have something in it.
      if (this.#port === port) this.#onData(bytes);
    });
    return port;
  }
}
