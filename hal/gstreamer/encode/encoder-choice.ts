import type { Encoder } from '../../codecs/encoder.ts';
import { addon } from '../../native/addon.ts';
import { HalError } from '../../ports/hal-error.ts';
import { encoderFailure } from './encoder-probe.ts';

/** A codec's encoders whose elements exist, in the board's order where it has one, else in the order of the codec. */
export function installedEncoders<E extends { readonly element: string }>(
  encoders: readonly E[],
  elements: readonly string[] | undefined,
): readonly E[] {
  const wanted = elements?.flatMap((element) => encoders.filter((encoder) => encoder.element === element)) ?? encoders;
  return wanted.filter((encoder) => addon.hasElement(encoder.element));
}

/**
 * Which of a codec's encoders has its turn. One that could not encode a frame when it was probed is passed over, one that
 * fails later gives way to the next for good.
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
    // When all failed their probe, there is nothing better than to try.
    const chosen = turns.find((one) => one !== undefined && encoderFailure(one.element) === undefined) ?? turns[0];
    if (chosen === undefined) throw new HalError('unsupported', `no ${this.#codec} encoder element is installed`);
    return chosen;
  }

  /** The present one did not start; after the last one the first has another try. */
  next(): E {
    this.#at = this.#installed.indexOf(this.current) + 1;
    return this.current;
  }
}
