import type { RtpCaps } from '../../codecs/encoder.ts';
import { HalError } from '../../ports/hal-error.ts';
import { patient } from '../../system/patience.ts';

const timeout = patient(5000);

interface Waiting {
  readonly resolve: (caps: RtpCaps) => void;
  readonly reject: (error: HalError) => void;
}

/** RTP caps of a running pipeline, and the promises that wait for them. */
export class CapsWait {
  #caps: RtpCaps | undefined;
  #waiting: readonly Waiting[] = [];

  get current(): RtpCaps | undefined {
    return this.#caps;
  }

  set(caps: RtpCaps): void {
    this.#caps = caps;
    for (const each of this.#take()) each.resolve(caps);
  }

  forget(): void {
    this.#caps = undefined;
  }

  reject(error: HalError): void {
    for (const each of this.#take()) each.reject(error);
  }

  /** Resolves with the caps; rejects with HalError 'gone' after 5 s without. */
  wait(id: string): Promise<RtpCaps> {
    if (this.#caps !== undefined) return Promise.resolve(this.#caps);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new HalError('gone', `no frame of ${id}`)), timeout);
      const settled =
        <T>(settle: (value: T) => void) =>
        (value: T) => {
          clearTimeout(timer);
          settle(value);
        };
      this.#waiting = [...this.#waiting, { resolve: settled(resolve), reject: settled(reject) }];
    });
  }

  #take(): readonly Waiting[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    return waiting;
  }
}
