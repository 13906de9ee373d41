/** Reason why a message does not fit its schema. */
export type SchemaErrorKind =
  | 'missing'
  | 'missing-attribute'
  | 'type'
  | 'enumeration'
  | 'too-many'
  | 'unexpected'
  | 'prohibited-attribute'
  | 'unknown-operation';

/** Error of a received message that does not fit the schema; the sender is at fault. */
export class SchemaError extends Error {
  readonly kind: SchemaErrorKind;
  /** Local names from the message element down, `SetNTP/NTPManual/Type`; an attribute is `@token`. */
  readonly path: string;

  constructor(kind: SchemaErrorKind, path: string) {
    super(`${kind}: ${path}`);
    this.name = 'SchemaError';
    this.kind = kind;
    this.path = path;
  }
}

/** Error of an own value that does not fit the schema; the program is at fault. */
export class EncodeError extends Error {
  readonly reason: string;
  readonly path: string;

  constructor(reason: string, path: string) {
    super(`cannot encode ${path}: ${reason}`);
    this.name = 'EncodeError';
    this.reason = reason;
    this.path = path;
  }

  /** Same error with the name of the surrounding element in its path. */
  within(name: string): EncodeError {
    return new EncodeError(this.reason, this.path === '' ? name : `${name}/${this.path}`);
  }
}
