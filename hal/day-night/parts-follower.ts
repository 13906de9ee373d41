import type { Clock } from '../ports/clock.ts';
import type { Illuminator, IrCutFilter } from '../ports/day-night.ts';
import type { Wishes } from './automatic.ts';

interface FollowedParts {
  readonly filter?: IrCutFilter;
  readonly illuminators: readonly Illuminator[];
}

/** What the parts should be, and the level of each illuminator where it shines. */
interface PartsGoal extends Wishes {
  readonly levels: Readonly<Record<string, number>>;
}

interface FollowerOptions {
  readonly clock: Clock;
  /** Whether the light sensor sees a lamp. */
  readonly seen: (illuminator: Illuminator) => boolean;
  /** Lamps that the sensor sees have changed: whether any shines. */
  readonly onLights: (lit: boolean) => void;
  readonly onFaults: () => void;
}

interface Fault {
  readonly message: string;
  readonly retryAt: number;
  readonly pause: number;
}

/** Milliseconds from a failure to the next try; doubles up to the longest. */
const firstPause = 1000;
const longestPause = 60_000;

/** Brings filter and illuminators to a goal: infrared shines while the filter is out only. The newest goal counts. */
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

  /** What does not work, by the id of the part. */
  get faults(): ReadonlyMap<string, string> {
    return new Map([...this.#faults].map(([id, { message }]) => [id, message]));
  }

  /** Sets the goal. The same goal again tries once more what failed, when its time has come. */
  follow(goal: PartsGoal): void {
    if (this.#closed) return;
    this.#goal = goal;
    this.#running ??= this.#converge();
  }

  /** Resolves when nothing is under way any more. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
  }

  async #converge(): Promise<void> {
    // Not before `#running` is set; and it is unset at once when there is nothing left to do, or a goal would be missed.
    await undefined;
    for (let done: PartsGoal | undefined; this.#goal !== undefined && this.#goal !== done && !this.#closed; ) {
      done = this.#goal;
      await this.#toward(done);
    }
    this.#running = undefined;
  }

  async #toward(goal: PartsGoal): Promise<void> {
    const { filter, illuminators } = this.#parts;
    // Lamps may shine already, from a life before this one.
    this.#tellLights();
    for (const one of illuminators) if (this.#level(one, goal) === 0) await this.#shine(one, 0);
    this.#tellLights();
    const side = goal.filter;
    if (filter !== undefined && side !== undefined && filter.state !== side) {
      await this.#try(filter.id, () => filter.move(side));
    }
    for (const one of illuminators) await this.#shine(one, this.#level(one, goal));
    this.#tellLights();
  }

  /** Level that a lamp should have as the filter is now, in its own steps. */
  #level(one: Illuminator, goal: PartsGoal): number {
    const { filter } = this.#parts;
    const dark = goal.lights === 'off' || (goal.lights === 'hidden' && this.#options.seen(one));
    const useless = one.kind === 'infrared' && filter !== undefined && (goal.filter !== 'out' || filter.state === 'in');
    if (dark || useless) return 0;
    return Math.round((goal.levels[one.id] ?? 1) * one.steps) / one.steps;
  }

  async #shine(one: Illuminator, level: number): Promise<void> {
    const { filter } = this.#parts;
    // Before the filter is out for certain infrared waits.
    if (level > 0 && one.kind === 'infrared' && filter !== undefined && filter.state !== 'out') return;
    if (one.level !== level || this.#faults.has(one.id)) await this.#try(one.id, () => one.setLevel(level));
  }

  async #try(id: string, action: () => Promise<void>): Promise<void> {
    const { clock, onFaults } = this.#options;
    const fault = this.#faults.get(id);
    if (fault !== undefined && clock.now() < fault.retryAt) return;
    try {
      await action();
      if (this.#faults.delete(id)) onFaults();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const pause = Math.min(longestPause, (fault?.pause ?? firstPause / 2) * 2);
      this.#faults.set(id, { message, pause, retryAt: clock.now() + pause });
      if (fault?.message !== message) onFaults();
    }
  }

  #tellLights(): void {
    const { seen, onLights } = this.#options;
    const light = this.#parts.illuminators.reduce((sum, one) => sum + (seen(one) ? one.level : 0), 0);
    if (light === this.#light) return;
    this.#light = light;
    onLights(light > 0);
  }
}
