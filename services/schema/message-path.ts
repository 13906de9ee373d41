import { SchemaError, type SchemaErrorKind } from './schema-error.ts';

/** Levels of elements at most; the deepest message of the standard (metadata frames) needs about 20. */
export const maximumDepth: number = 64;

/** Path of the element that is being decoded. */
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
