import { SchemaError, type SchemaErrorKind } from './schema-error.ts';

/** Deeper messages are refused; the deepest of the standard (frames within a metadata stream) need about 20. */
export const maximumDepth: number = 64;

/** Where decoding stands in one message. */
export class MessagePath {
  readonly #names: string[];

  constructor(root: string) {
    this.#names = [root];
  }

  enter(name: string): void {
    this.#names.push(name);
    if (this.#names.length > maximumDepth) {
      this.refuse('unexpected');
    }
  }

  leave(): void {
    this.#names.pop();
  }

  refuse(kind: SchemaErrorKind, name?: string): never {
    throw new SchemaError(kind, (name === undefined ? this.#names : [...this.#names, name]).join('/'));
  }
}
