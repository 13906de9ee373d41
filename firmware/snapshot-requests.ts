import { HalError } from '../hal/ports/hal-error.ts';
import { patient } from '../hal/system/patience.ts';
import type { FromMedia, ToMedia } from './channel.ts';

interface Waiting {
  readonly resolve: (picture: Buffer) => void;
  readonly reject: (error: HalError) => void;
  readonly timer: NodeJS.Timeout;
}

/** Requests under way, and milliseconds for an answer. */
const limits = { waiting: 32, time: patient(5_000) } as const;

/** Snapshots asked of the media process, by request number. */
export class Snapshots {
  readonly #send: (message: ToMedia) => boolean;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;

  constructor(send: (message: ToMedia) => boolean) {
    this.#send = send;
  }

  /** Rejects with HalError: 'busy' (too many wait), 'gone' (no process), 'io' (no answer in time). */
  take(encoder: string): Promise<Buffer> {
    if (this.#waiting.size >= limits.waiting) return Promise.reject(new HalError('busy', 'too many snapshots wait'));
    this.#last += 1;
    const request = this.#last;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#reject(request, new HalError('io', 'no snapshot in time')), limits.time);
      this.#waiting.set(request, { resolve, reject, timer });
      if (!this.#send({ kind: 'snapshot', request, encoder })) {
        this.#reject(request, new HalError('gone', 'the media process is down'));
      }
    });
  }

  settle(event: FromMedia): void {
    if (event.kind === 'no-picture') this.#reject(event.request, new HalError(event.error, event.reason));
    if (event.kind !== 'picture') return;
    const waiting = this.#remove(event.request);
    const { buffer, byteOffset, byteLength } = event.picture;
    waiting?.resolve(Buffer.from(buffer, byteOffset, byteLength));
  }

  fail(reason: string): void {
    for (const request of [...this.#waiting.keys()]) this.#reject(request, new HalError('gone', reason));
  }

  #reject(request: number, error: HalError): void {
    this.#remove(request)?.reject(error);
  }

  #remove(request: number): Waiting | undefined {
    const waiting = this.#waiting.get(request);
    clearTimeout(waiting?.timer);
    this.#waiting.delete(request);
    return waiting;
  }
}
