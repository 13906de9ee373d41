/** Kind of a hardware failure, by the action a caller can take. */
export type HalErrorKind = 'busy' | 'gone' | 'unsupported' | 'out-of-range' | 'io';

/** Error class of the hardware layer; `cause` keeps the driver's own error. */
export class HalError extends Error {
  readonly kind: HalErrorKind;

  constructor(kind: HalErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'HalError';
    this.kind = kind;
  }
}

/** Message of a thrown value. */
export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** Name of the system error (`EBUSY`) that a driver threw; empty when it is none. */
export function errnoOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
}
