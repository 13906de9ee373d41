import { HalError } from '../ports/hal-error.ts';
import type { SerialPort } from '../ports/serial-port.ts';

/** Serial port that survives the loss of its device: drivers keep this object while the device is gone and after it returns. */
export class ReconnectingPort {
  readonly id: string;
  #port: SerialPort | HalError;
  #onData: (bytes: Uint8Array) => void = () => undefined;
  readonly #listeners = new Set<() => void>();

  constructor(port: SerialPort) {
    this.id = port.id;
    this.#port = this.#listen(port);
  }

  /** HalError 'gone' while the device is gone, else undefined. */
  get gone(): HalError | undefined {
    return this.#port instanceof HalError ? this.#port : undefined;
  }

  /** Resolves when the bytes have left. Rejects at once with HalError 'gone' while the device is gone, else as the port does. */
  async write(bytes: Uint8Array): Promise<void> {
    if (this.#port instanceof HalError) throw this.#port;
    await this.#port.write(bytes);
  }

  /** Calls with received bytes. One listener. */
  onData(listener: (bytes: Uint8Array) => void): void {
    this.#onData = listener;
  }

  /** Calls listeners in their order when the device was lost or has returned (see `gone`). Returns the unsubscribe function. */
  onAvailability(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Called by the owner of the port: replaces the device, or gives the reason of its loss. */
  replace(port: SerialPort | HalError): void {
    if (port === this.#port || (port instanceof HalError && this.gone !== undefined)) return;
    this.#port = port instanceof HalError ? port : this.#listen(port);
    for (const listener of [...this.#listeners]) listener();
  }

  #listen(port: SerialPort): SerialPort {
    port.onData((bytes) => {
      // A lost port may still deliver buffered bytes.
      if (this.#port === port) this.#onData(bytes);
    });
    return port;
  }
}
