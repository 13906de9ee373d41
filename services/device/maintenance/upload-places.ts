import { randomBytes } from 'node:crypto';

/** Milliseconds for which an upload may begin after the operation that asked for it. */
const lifetime = 10 * 60_000;
/** Places that wait for an upload at once; the oldest gives way. */
const most = 8;

/** Places for uploads over HTTP that an operation has announced; nothing can be uploaded without one. */
export class UploadPlaces {
  readonly #now: () => number;
  /** Name of a place and the time at which it ends. */
  readonly #places = new Map<string, number>();

  /** @param now milliseconds of a clock that is never set */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** A new place; its name is a part of the path. */
  open(): string {
    const name = randomBytes(16).toString('hex');
    this.#places.set(name, this.#now() + lifetime);
    const [oldest] = this.#places.keys();
    if (this.#places.size > most && oldest !== undefined) this.#places.delete(oldest);
    return name;
  }

  /** True while uploads to that place are accepted: a client may try more than once. */
  isOpen(name: string): boolean {
    return (this.#places.get(name) ?? 0) > this.#now();
  }

  close(name: string): void {
    this.#places.delete(name);
  }
}
