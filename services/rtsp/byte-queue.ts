const empty = Buffer.alloc(0);

/** Smallest block that is allocated, in bytes. */
const smallest = 4096;

/**
 * Bytes of a connection that are not read yet. However small the segments are that bring them, each byte is copied a
 * bounded number of times.
 */
export class ByteQueue {
  #block: Buffer = empty;
  #start = 0;
  #end = 0;

  get length(): number {
    return this.#end - this.#start;
  }

  /** The waiting bytes; valid until they are taken. */
  get bytes(): Buffer {
    return this.#block.subarray(this.#start, this.#end);
  }

  /** Appends a chunk. The queue keeps a chunk that comes while it is empty, and copies any other. */
  push(chunk: Buffer): void {
    if (this.length === 0) {
      this.#block = chunk;
      this.#start = 0;
      this.#end = chunk.length;
      return;
    }
    if (this.#end + chunk.length > this.#block.length) this.#grow(chunk.length);
    chunk.copy(this.#block, this.#end);
    this.#end += chunk.length;
  }

  /** Removes bytes from the front and returns them; what is pushed later does not change them. */
  take(length: number): Buffer {
    const taken = this.#block.subarray(this.#start, Math.min(this.#start + length, this.#end));
    this.#start += taken.length;
    if (this.length > 0) return taken;
    this.#block = empty;
    this.#start = 0;
    this.#end = 0;
    return taken;
  }

  /** Moves to a new block of twice the size that is needed: bytes that were taken keep the old one. */
  #grow(added: number): void {
    const block = Buffer.allocUnsafeSlow(Math.max(smallest, 2 * (this.length + added)));
    const length = this.#block.copy(block, 0, this.#start, this.#end);
    this.#block = block;
    this.#start = 0;
    this.#end = length;
  }
}
