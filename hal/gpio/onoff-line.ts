import { closeSync } from 'node:fs';
import { type BinaryValue, Gpio } from 'onoff';

/** GPIO that reports read errors: the library reads in a native callback, where an error would end the process. */
export class GuardedGpio extends Gpio {
  onReadError: ((error: unknown) => void) | undefined;
  #last: BinaryValue | undefined;

  override readSync(): BinaryValue {
    // The base constructor calls this before the own members exist.
    if (!(#last in this)) return super.readSync();
    try {
      this.#last = super.readSync();
    } catch (error) {
      this.onReadError?.(error);
    }
    return this.#last ?? 0;
  }
}

/** Closes the files of a line without unexporting it, which would let an output float. */
export function closeGpio(gpio: Gpio): void {
  gpio.unwatchAll();
  const descriptor: unknown = Reflect.get(gpio, '_valueFd');
  if (typeof descriptor === 'number') closeSync(descriptor);
}
