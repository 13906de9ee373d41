import type { ImagingSettings20 } from '../../../generated/tt.ts';
import { imaging } from '../soap/services.ts';

/**
 * Writes camera settings at once: one request is on the way, and of those that come meanwhile the newest follows. The last one
 * of a movement is made persistent.
 */
export class ImagingWriter {
  readonly #source: string;
  readonly #onError: (error: unknown) => void;
  #next: { readonly settings: ImagingSettings20; readonly last: boolean } | undefined;
  #busy = false;

  constructor(source: string, onError: (error: unknown) => void) {
    this.#source = source;
    this.#onError = onError;
  }

  write(settings: ImagingSettings20, last: boolean): void {
    this.#next = { settings: { ...this.#next?.settings, ...settings }, last };
    if (!this.#busy) void this.#run();
  }

  async #run(): Promise<void> {
    this.#busy = true;
    while (this.#next !== undefined) {
      const { settings, last } = this.#next;
      this.#next = undefined;
      try {
        await imaging('SetImagingSettings', {
          VideoSourceToken: this.#source,
          ImagingSettings: settings,
          ForcePersistence: last,
        });
      } catch (error) {
        this.#onError(error);
      }
    }
    this.#busy = false;
  }
}
