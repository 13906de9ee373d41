import { HalError } from '../../hal/ports/hal-error.ts';
import { patient } from '../../hal/system/patience.ts';
import type { FromMedia, ToMedia } from './channel.ts';

/** Requests of a kind under way, and milliseconds for an answer. */
const limits = { waiting: 32, time: patient(5_000) } as const;

/** Last request number, shared by all kinds: a refusal names no kind. */
let last = 0;

/** Kind of request that the media process answers with one value. */
interface RequestKind<Value> {
  /** Name of the value in error messages. */
  readonly what: string;
  /** @param of token of the encoder or source */
  message(request: number, of: string): ToMedia;
  /** Value in an answer; undefined for any other message. */
  value(event: FromMedia): Value | undefined;
}

/** A JPEG of an encoder. */
export const snapshotRequest: RequestKind<Buffer> = {
  what: 'snapshot',
  message: (request, encoder) => ({ kind: 'snapshot', request, encoder }),
  value(event) {
    if (event.kind !== 'picture') return undefined;
    const { buffer, byteOffset, byteLength } = event.picture;
    return Buffer.from(buffer, byteOffset, byteLength);
  },
};

/** The mean luma of a source, 0..1. */
export const lumaRequest: RequestKind<number> = {
  what: 'luma',
  message: (request, source) => ({ kind: 'luma', request, source }),
  value: (event) => (event.kind === 'luma' ? event.luma : undefined),
};

interface Waiting<Value> {
  readonly resolve: (value: Value) => void;
  readonly reject: (error: HalError) => void;
  readonly timer: NodeJS.Timeout;
}

/** Requests of one kind to the media process, by their numbers. */
export class MediaRequests<Value> {
  readonly #kind: RequestKind<Value>;
  readonly #send: (message: ToMedia) => boolean;
  readonly #waiting = new Map<number, Waiting<Value>>();

  constructor(kind: RequestKind<Value>, send: (message: ToMedia) => boolean) {
    this.#kind = kind;
    this.#send = send;
  }

  /** Rejects with HalError: 'busy' (32 wait), 'gone' (no process), 'io' (no answer within 5 s), and as the media process says. */
  ask(of: string): Promise<Value> {
    const { what } = this.#kind;
    if (this.#waiting.size >= limits.waiting)
      return Promise.reject(new HalError('busy', `too many wait for a ${what}`));
    last += 1;
    const request = last;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#reject(request, new HalError('io', `no ${what} in time`)), limits.time);
      this.#waiting.set(request, { resolve, reject, timer });
      if (!this.#send(this.#kind.message(request, of)))
        this.#reject(request, new HalError('gone', 'the media process is down'));
    });
  }

  settle(event: FromMedia): void {
    if (event.kind === 'no-picture') this.#reject(event.request, new HalError(event.error, event.reason));
    const value = this.#kind.value(event);
    if (value !== undefined && 'request' in event) this.#remove(event.request)?.resolve(value);
  }

  fail(reason: string): void {
    for (const request of [...this.#waiting.keys()]) this.#reject(request, new HalError('gone', reason));
  }

  #reject(request: number, error: HalError): void {
    this.#remove(request)?.reject(error);
  }

  #remove(request: number): Waiting<Value> | undefined {
    const waiting = this.#waiting.get(request);
    clearTimeout(waiting?.timer);
    this.#waiting.delete(request);
    return waiting;
  }
}
