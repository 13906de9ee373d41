import type { Clock } from '../ports/clock.ts';

/** Number of edges within a time (ms) above which a level counts as chattering. */
const burst = { edges: 30, milliseconds: 300 };
/** Time (ms) for which edges of a chattering level are ignored. */
const restMilliseconds = 200;

interface SettledLevelOptions {
  readonly clock: Clock;
  /** Time (ms) a level must last; 0 = no debouncing. */
  readonly debounce: number;
  /** Reads the present level from the hardware. */
  readonly read: () => boolean;
  readonly onChange: (active: boolean) => void;
  /** Switches the edges of the hardware on, or off while the level chatters. */
  readonly listen: (wanted: boolean) => void;
  /** Called when chattering begins; called again only after a calm time. */
  readonly onChatter: () => void;
}

/** Debounced level: reports each change once, in order, and at a bounded rate. */
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

  /** Handles an edge, after which the level may have changed. */
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
      // Changes during the rest count as one edge.
      this.#settle();
    });
    if (this.#chatters) return;
    this.#chatters = true;
    this.#options.onChatter();
  }
}
