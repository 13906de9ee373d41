import { EncodeError, SchemaError, type SchemaErrorKind } from './schema-error.ts';

/** Deeper messages are refused; the deepest of the standard (frames within a metadata stream) need about 20. */
const maximumDepth = 64;

/** Where decoding or encoding stands in one message. */
export class MessagePath {
  readonly #names: string[];
  readonly #decoding: boolean;

  constructor(direction: 'decode' | 'encode', root: string) {
    this.#names = [root];
    this.#decoding = direction === 'decode';
  }

  enter(name: string): void {
    this.#names.push(name);
    if (this.#names.length > maximumDepth) {
      throw this.#decoding ? new SchemaError('unexpected', this.#text()) : new EncodeError('too deep', this.#text());
    }
  }

  leave(): void {
    this.#names.pop();
  }

  refuse(kind: SchemaErrorKind, name?: string): never {
    throw new SchemaError(kind, this.#text(name));
  }

  fail(reason: string, name?: string): never {
    throw new EncodeError(reason, this.#text(name));
  }

  #text(name?: string): string {
    return (name === undefined ? this.#names : [...this.#names, name]).join('/');
  }
}
