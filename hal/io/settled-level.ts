import type { Clock } from '../ports/clock.ts';

/** Edges taken in a row, and the time (ms) they may come in, before a level counts as chattering. */
const burst = { edges: 30, milliseconds: 300 };
/** How long (ms) a chattering level is not listened to. */
const restMilliseconds = 200;

interface SettledLevelOptions {
  readonly clock: Clock;
  /** Milliseconds a level must last; 0 = none. */
  readonly debounce: number;
  /** The level now, read from the hardware. */
  readonly read: () => boolean;
  readonly onChange: (active: boolean) => void;
  /** Edges are wanted or, while the level chatters, not. */
  readonly listen: (wanted: boolean) => void;
  /** Chattering began; not told again until it was calm for a while. */
  readonly onChatter: () => void;
}

/** A level out of its edges: debounced, each change told once and in order, at a bounded rate. */
export class SettledLevel {
  readonly #options: SettledLevelOptions;
  #active: boolean;
  #burstBegan = 0;
  #edges = 0;
  #chatters = false;
  #settling: (() => void) | undefined;
  #resting: (() => void) | undefined;

  constructor(options: SettledLevelOptions) {
    this.#options = options;
    this.#active = options.read();
  }

  get active(): boolean {
    return this.#active;
  }

  /** The level has changed, or may have. */
  edge(): void {
    if (this.#resting !== undefined) return;
    const now = this.#options.clock.now();
    if (now - this.#burstBegan > burst.milliseconds) {
      this.#burstBegan = now;
      this.#edges = 0;
      this.#chatters &&= this.#settling !== undefined;
    }
    this.#edges += 1;
    if (this.#edges > burst.edges) this.#rest();
    else this.#settle();
  }

  close(): void {
    this.#settling?.();
    this.#resting?.();
  }

  #settle(): void {
    this.#settling?.();
    this.#settling = undefined;
    if (this.#options.debounce === 0) this.#take();
    else this.#settling = this.#options.clock.after(this.#options.debounce, () => this.#take());
  }

  #take(): void {
    this.#settling = undefined;
    const active = this.#options.read();
    if (active === this.#active) return;
    this.#active = active;
    this.#options.onChange(active);
  }

  #rest(): void {
    this.#settling?.();
    this.#settling = undefined;
    this.#options.listen(false);
    this.#resting = this.#options.clock.after(restMilliseconds, () => {
      this.#resting = undefined;
      this.#burstBegan = this.#options.clock.now();
      this.#edges = 0;
      this.#options.listen(true);
      // What happened meanwhile counts as one edge.
      this.#settle();
    });
    if (this.#chatters) return;
    this.#chatters = true;
    this.#options.onChatter();
  }
}
