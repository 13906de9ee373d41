import type { Encoder } from '../../codecs/encoder.ts';
import { addon } from '../../native/addon.ts';
import { HalError } from '../../ports/hal-error.ts';
import { encoderFailure } from './encoder-probe.ts';

/** Encoders of a codec whose elements are installed, in the board's order if it has one, else in the codec's. */
export function installedEncoders<E extends { readonly element: string }>(
  encoders: readonly E[],
  elements: readonly string[] | undefined,
): readonly E[] {
  const wanted = elements?.flatMap((element) => encoders.filter((encoder) => encoder.element === element)) ?? encoders;
  return wanted.filter((encoder) => addon.hasElement(encoder.element));
}

/**
 * Choice among the encoders of a codec. Encoders that failed their probe are skipped; an encoder that fails later is replaced by the
 * next for good.
 */
export class EncoderChoice<E extends Encoder<never>> {
  readonly #codec: string;
  readonly #installed: readonly E[];
  #at = 0;

  constructor(codec: string, encoders: readonly E[], elements: readonly string[] | undefined) {
    this.#codec = codec;
    this.#installed = installedEncoders(encoders, elements);
  }

  /** Throws HalError 'unsupported' when no encoder exists. */
  get current(): E {
    const count = this.#installed.length;
    const turns = Array.from({ length: count }, (_, step) => this.#installed[(this.#at + step) % count]);
    // When all failed their probe, try one all the same.
    const chosen = turns.find((one) => one !== undefined && encoderFailure(one.element) === undefined) ?? turns[0];
    if (chosen === undefined) throw new HalError('unsupported', `no ${this.#codec} encoder element is installed`);
    return chosen;
  }

  /** Moves to the next encoder after a failed start; the first follows the last. */
  next(): E {
    this.#at = this.#installed.indexOf(this.current) + 1;
    return this.current;
  }
}
