import { Readable } from 'node:stream';
import { Dicer } from '@fastify/busboy';
import { Fault } from '../../faults/fault.ts';
import { BodyTooLong } from '../../http/request-body.ts';

/** Part of a multipart body. Parts come one after another: the next one waits until this one is read. */
interface Part {
  /** Values of the part's fields by lower-case name. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly body: Readable;
}

/** Bytes for the message, boundaries and fields of parts, beside those of the files. */
export const messageRoom: number = 512 * 1024;

/** Parts of a request at most, so that many empty ones cost nothing. */
const mostParts = 16;
/** Fields of a part at most. */
const mostFields = 16;

/** Reads the parts of a multipart body as they arrive, within a number of bytes that the reader raises. */
export class MultipartReader {
  readonly #source: Readable;
  readonly #dicer: InstanceType<typeof Dicer>;
  readonly #waiting: Part[] = [];
  #wake: () => void = () => undefined;
  #seen = 0;
  #current: Readable | undefined;
  #ended = false;
  #failure: Error | undefined;
  #bytes = 0;
  #limit = messageRoom;

  constructor(source: Readable, boundary: string) {
    this.#source = source;
    this.#dicer = new Dicer({ boundary, maxHeaderPairs: mostFields });
    this.#dicer.on('part', (part: Readable) => this.#take(part));
    this.#dicer.on('finish', () => this.#end(undefined));
    this.#dicer.on('error', (error) => this.#end(error));
    source.on('data', (chunk: Buffer) => this.#write(chunk));
    source.on('end', () => this.#dicer.end());
    source.on('error', (error) => this.#end(error));
    // A client that disconnects leaves a request without end.
    source.on('close', () => {
      if (!source.readableEnded) this.#end(new Error('the client disconnected'));
    });
  }

  /** Lets files of so many bytes follow the message. */
  allow(bytes: number): void {
    this.#limit = messageRoom + bytes;
  }

  /** Next part, undefined after the last. Throws BodyTooLong, and WellFormed for a body that ends early or has no parts. */
  async next(): Promise<Part | undefined> {
    for (;;) {
      const part = this.#waiting.shift();
      if (part !== undefined) {
        this.#current = part.body;
        return { headers: part.headers, body: Readable.from(this.#guarded(part.body), { objectMode: false }) };
      }
      if (this.#failure !== undefined) throw this.#failure;
      if (this.#ended) return undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Ends the reading; what still arrives is no longer looked at. */
  stop(): void {
    this.#end(new Error('the multipart body is not read to its end'));
  }

  #write(chunk: Buffer): void {
    if (this.#ended) return;
    this.#bytes += chunk.length;
    if (this.#bytes > this.#limit) {
      this.#end(new BodyTooLong(this.#limit));
      return;
    }
    if (this.#dicer.write(chunk)) return;
    this.#source.pause();
    this.#dicer.once('drain', () => this.#source.resume());
  }

  #take(body: Readable): void {
    this.#seen += 1;
    // Errors of a part are those of the whole body.
    body.on('error', () => undefined);
    if (this.#seen > mostParts) {
      this.#end(new Fault('WellFormed', `more than ${mostParts} parts`));
      return;
    }
    body.once('header', (headers: Part['headers']) => {
      this.#waiting.push({ headers, body });
      this.#wake();
    });
  }

  /** Bytes of a part; an early end is told in the words of the whole body. */
  async *#guarded(body: Readable): AsyncGenerator<Buffer> {
    try {
      for await (const chunk of body as AsyncIterable<Buffer>) yield chunk;
    } catch {
      throw this.#failure ?? early();
    }
  }

  #end(error: Error | undefined): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#failure = error === undefined || error instanceof Fault || error instanceof BodyTooLong ? error : early();
    if (this.#failure !== undefined) {
      for (const { body } of this.#waiting.splice(0)) body.destroy();
      if (this.#current?.readableEnded === false) this.#current.destroy(this.#failure);
      this.#dicer.destroy();
    }
    this.#wake();
  }
}

function early(): Fault {
  return new Fault('WellFormed', 'Well-formed Error: the multipart body is cut short, or its boundary does not occur');
}
