import { HalError } from '../ports/hal-error.ts';

/** Largest number of bytes that wait to be sent. */
const limit = 64 * 1024;

/** Limit on the bytes that wait in a serial port. */
export class WriteBudget {
  readonly #name: string;
  #waiting = 0;

  constructor(name: string) {
    this.#name = name;
  }

  /** Runs a write of `bytes`; rejects with HalError 'busy' when more than 64 KiB would wait. */
  async spend(bytes: number, write: () => Promise<void>): Promise<void> {
    if (this.#waiting + bytes > limit) {
      throw new HalError('busy', `${this.#name}: ${this.#waiting} of ${limit} bytes wait to be sent`);
    }
    this.#waiting += bytes;
    try {
      await write();
    } finally {
      this.#waiting -= bytes;
    }
  }
}
