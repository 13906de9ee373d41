import type { Clock } from '../ports/clock.ts';
import type { Illuminator, IrCutFilter } from '../ports/day-night.ts';
import { reasonOf } from '../ports/hal-error.ts';
import type { DesiredParts } from './automatic.ts';

interface FollowedParts {
  readonly filter?: IrCutFilter;
  readonly illuminators: readonly Illuminator[];
}

/** Desired state of the parts, and the level of each illuminator that shines. */
interface PartsGoal extends DesiredParts {
  readonly levels: Readonly<Record<string, number>>;
}

interface FollowerOptions {
  readonly clock: Clock;
  /** Whether the light sensor sees a lamp. */
  readonly seen: (illuminator: Illuminator) => boolean;
  /** Called when lamps that the sensor sees have changed; `lit` while any shines. */
  readonly onLights: (lit: boolean) => void;
  readonly onFaults: () => void;
  /** Called before a part is switched, and once it was. */
  readonly onMove: () => void;
}

interface Fault {
  readonly message: string;
  readonly retryAt: number;
  readonly pause: number;
}

/** Time (ms) from a failure to the next attempt; doubles up to the longest. */
const firstPause = 1000;
const longestPause = 60_000;

/** Moves filter and illuminators to the newest goal; infrared shines only while the filter is out. */
export class PartsFollower {
  readonly #parts: FollowedParts;
  readonly #options: FollowerOptions;
  readonly #faults = new Map<string, Fault>();
  #goal: PartsGoal | undefined;
  #running: Promise<void> | undefined;
  #closed = false;
  #light = 0;

  constructor(parts: FollowedParts, options: FollowerOptions) {
    this.#parts = parts;
    this.#options = options;
  }

  /** Faults by the id of the part. */
  get faults(): ReadonlyMap<string, string> {
    return new Map([...this.#faults].map(([id, { message }]) => [id, message]));
  }

  /** Sets the goal. The same goal again retries failed parts whose pause is over. */
  follow(goal: PartsGoal): void {
    if (this.#closed) return;
    this.#goal = goal;
    this.#running ??= this.#converge();
  }

  /** Ends the changes; resolves when the present one is done. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
  }

  async #converge(): Promise<void> {
    // Yields first so that `#running` is assigned before the loop; it is unset at once at the end, else a goal would be missed.
    await undefined;
    for (let done: PartsGoal | undefined; this.#goal !== undefined && this.#goal !== done && !this.#closed; ) {
      done = this.#goal;
      await this.#toward(done);
    }
    this.#running = undefined;
  }

  async #toward(goal: PartsGoal): Promise<void> {
    const { filter, illuminators } = this.#parts;
    // Lamps may shine already when the control starts.
    this.#reportLights();
    for (const one of illuminators) if (this.#level(one, goal) === 0) await this.#shine(one, 0);
    this.#reportLights();
    const side = goal.filter;
    if (filter !== undefined && side !== undefined && filter.state !== side) {
      await this.#try(filter.id, () => filter.move(side));
    }
    for (const one of illuminators) await this.#shine(one, this.#level(one, goal));
    this.#reportLights();
  }

  /** Desired level of a lamp at the present state of the filter, in steps of the lamp. */
  #level(one: Illuminator, goal: PartsGoal): number {
    const { filter } = this.#parts;
    const dark = goal.lights === 'off' || (goal.lights === 'hidden' && this.#options.seen(one));
    const useless = one.kind === 'infrared' && filter !== undefined && (goal.filter !== 'out' || filter.state === 'in');
    if (dark || useless) return 0;
    return Math.round((goal.levels[one.id] ?? 1) * one.steps) / one.steps;
  }

  async #shine(one: Illuminator, level: number): Promise<void> {
    const { filter } = this.#parts;
    // Infrared waits until the filter is out.
    if (level > 0 && one.kind === 'infrared' && filter !== undefined && filter.state !== 'out') return;
    if (one.level !== level || this.#faults.has(one.id)) await this.#try(one.id, () => one.setLevel(level));
  }

  async #try(id: string, action: () => Promise<void>): Promise<void> {
    const { clock, onFaults, onMove } = this.#options;
    const fault = this.#faults.get(id);
    if (fault !== undefined && clock.now() < fault.retryAt) return;
    onMove();
    try {
      await action();
      onMove();
      if (this.#faults.delete(id)) onFaults();
    } catch (error) {
      const message = reasonOf(error);
      const pause = Math.min(longestPause, (fault?.pause ?? firstPause / 2) * 2);
      this.#faults.set(id, { message, pause, retryAt: clock.now() + pause });
      if (fault?.message !== message) onFaults();
    }
  }

  #reportLights(): void {
    const { seen, onLights } = this.#options;
    const light = this.#parts.illuminators.reduce((sum, one) => sum + (seen(one) ? one.level : 0), 0);
    if (light === this.#light) return;
    this.#light = light;
    onLights(light > 0);
  }
}
