import type { Encoder } from '../codecs/encoder.ts';
import { addon } from '../native/addon.ts';
import { HalError } from '../ports/hal-error.ts';

/**
 * Which of a codec's encoders has its turn: a board may name elements in an order of its own, elements that do not exist
 * are left out, and one that failed gives way to the next for good.
 */
export class EncoderChoice<E extends Encoder<never>> {
  readonly #codec: string;
  readonly #candidates: readonly E[];
  #at = 0;

  constructor(codec: string, encoders: readonly E[], elements: readonly string[] | undefined) {
    this.#codec = codec;
    const wanted =
      elements?.flatMap((element) => encoders.filter((encoder) => encoder.element === element)) ?? encoders;
    this.#candidates = wanted.filter((encoder) => addon.hasElement(encoder.element));
  }

  /** Throws HalError 'unsupported' when no encoder exists. */
  get current(): E {
    const chosen = this.#candidates[this.#at % Math.max(this.#candidates.length, 1)];
    if (chosen === undefined) throw new HalError('unsupported', `no ${this.#codec} encoder element is installed`);
    return chosen;
  }

  /** The present one did not start; after the last one the first has another try. */
  next(): E {
    this.#at += 1;
    return this.current;
  }
}
