/** What went wrong with a piece of hardware, in the few kinds a caller can act on. */
export type HalErrorKind = 'busy' | 'gone' | 'unsupported' | 'out-of-range' | 'io';

/** The one error class of the hardware layer; `cause` keeps the driver's own error. */
export class HalError extends Error {
  readonly kind: HalErrorKind;

  constructor(kind: HalErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'HalError';
    this.kind = kind;
  }
}
