import { closeSync } from 'node:fs';
import { type BinaryValue, Gpio } from 'onoff';

/** onoff reads in a callback of native code, where an error would end the process. */
export class GuardedGpio extends Gpio {
  onReadError: ((error: unknown) => void) | undefined;
  #last: BinaryValue | undefined;

  override readSync(): BinaryValue {
    // Called by the constructor of the base, too, before our members are there.
    if (!(#last in this)) return super.readSync();
    try {
      this.#last = super.readSync();
    } catch (error) {
      this.onReadError?.(error);
    }
    return this.#last ?? 0;
  }
}

/** Closes a line's files. onoff itself can do that only by unexporting it, which would let an output float. */
export function letGo(gpio: Gpio): void {
  gpio.unwatchAll();
  const descriptor: unknown = Reflect.get(gpio, '_valueFd');
  if (typeof descriptor === 'number') closeSync(descriptor);
}
