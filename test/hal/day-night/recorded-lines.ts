import type { Clock } from '../../../hal/ports/clock.ts';
import type { DigitalLines, DigitalOutput, OutputOptions } from '../../../hal/ports/digital-line.ts';
import { HalError } from '../../../hal/ports/hal-error.ts';

/** Change of a line: time (ms), line, new level. */
export type LineEvent = readonly [number, number, boolean];

/** Output lines that record their changes; a line in `broken` cannot be set, a line in `busy` cannot be opened. */
export class RecordedLines implements DigitalLines {
  readonly events: LineEvent[] = [];
  readonly open: Set<number> = new Set();
  readonly broken: Set<number> = new Set();
  readonly busy: Set<number> = new Set();
  readonly #active = new Set<number>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Lines that are active now. */
  get active(): readonly number[] {
    return [...this.#active];
  }

  async openOutput({ line: { line }, safe, purpose }: OutputOptions): Promise<DigitalOutput> {
    if (this.busy.has(line)) throw new HalError('busy', `line ${line} for ${purpose}: taken`);
    this.open.add(line);
    this.#put(line, safe);
    const active = (): boolean => this.#active.has(line);
    let idle = safe;
    return {
      get active() {
        return active();
      },
      set: (wish) => {
        if (this.broken.has(line)) throw new HalError('io', `line ${line} for ${purpose}: cannot be set`);
        this.#put(line, wish);
      },
      setSafe: (level) => {
        idle = level;
      },
      close: () => {
        this.#put(line, idle);
        this.open.delete(line);
      },
    };
  }

  openInput(): Promise<never> {
    return Promise.reject(new HalError('unsupported', 'outputs only'));
  }

  close(): void {
    for (const line of this.#active) this.#put(line, false);
  }

  #put(line: number, wish: boolean): void {
    if (this.#active.has(line) === wish) return;
    if (wish) this.#active.add(line);
    else this.#active.delete(line);
    this.events.push([this.#clock.now(), line, wish]);
  }
}
