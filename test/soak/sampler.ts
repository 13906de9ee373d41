import type { Camera } from '../firmware/running-camera.ts';
import { type ProcessSample, sample } from './process-sample.ts';
import type { ProcessHistory } from './verdict.ts';

type Samples = readonly ProcessSample[];

/** Both processes of a camera over time. */
export class Sampler {
  readonly #pids: readonly (readonly [name: string, pid: number])[];
  readonly #started = performance.now();
  readonly #before: Samples;
  #during: readonly Samples[] = [];

  /** Takes the first samples: no client is there yet. */
  constructor({ summary }: Camera) {
    this.#pids = [
      ['control', summary.pid],
      ['media', summary.mediaPid],
    ];
    this.#before = this.now();
  }

  /** Throws when a process is gone. */
  now(): Samples {
    const at = (performance.now() - this.#started) / 1000;
    return this.#pids.map(([, pid]) => sample(pid, at));
  }

  take(): Samples {
    const taken = this.now();
    this.#during = [...this.#during, taken];
    return taken;
  }

  /** Whether neither holds more descriptors and threads than before. */
  settled(): boolean {
    return this.now().every((one, index) => {
      const before = this.#before[index];
      return before !== undefined && one.descriptors <= before.descriptors && one.threads <= before.threads;
    });
  }

  /** All of it, with samples of now as those after the run. */
  histories(): readonly ProcessHistory[] {
    const after = this.now();
    return this.#pids.flatMap(([name], index) => {
      const [first, last] = [this.#before[index], after[index]];
      if (first === undefined || last === undefined) return [];
      const during = this.#during.flatMap((samples) => samples[index] ?? []);
      return [{ name, before: first, after: last, during }];
    });
  }
}
