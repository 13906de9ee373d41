import { patient } from '../../hal/system/patience.ts';

/** Longest wait (ms) for the media process. A dead one begins with the new masks, so the end of the wait is no failure. */
const longest = patient(2000);

interface Waiting {
  readonly source: string;
  readonly masks: string;
  readonly done: () => void;
}

/** Privacy masks that the media process has put in force, and the operations that wait for it. */
export class MaskConfirmations {
  readonly #inForce = new Map<string, string>();
  readonly #waiting = new Set<Waiting>();
  readonly #isRunning: () => boolean;

  /** @param isRunning whether there is a media process that could answer */
  constructor(isRunning: () => boolean) {
    this.#isRunning = isRunning;
  }

  /** Takes the report of the media process. */
  take(source: string, masks: string): void {
    this.#inForce.set(source, masks);
    for (const one of this.#waiting) if (one.source === source && one.masks === masks) one.done();
  }

  /** Forgets all reports: the media process has ended. */
  ended(): void {
    this.#inForce.clear();
    for (const one of this.#waiting) one.done();
  }

  /** Resolves once the masks of a source are in force, or when nobody will tell. */
  wait(source: string, masks: string): Promise<void> {
    if (!this.#isRunning() || this.#inForce.get(source) === masks) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => one.done(), longest);
      const one: Waiting = {
        source,
        masks,
        done: () => {
          clearTimeout(timer);
          this.#waiting.delete(one);
          resolve();
        },
      };
      this.#waiting.add(one);
    });
  }
}
