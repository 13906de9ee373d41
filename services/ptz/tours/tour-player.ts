import type { Clock } from '../../../hal/ports/clock.ts';
import type { PtzUnit } from '../unit.ts';
import type { Tour, TourSpot } from './tour-list.ts';
import { type Random, tourOrder } from './tour-order.ts';
import { nextTourState, type TourInput, type TourState } from './tour-states.ts';

/** Parts of a player that know presets, home and lists. */
interface TourParts {
  readonly clock: Clock;
  readonly random: Random;
  /** Present form of a tour; undefined when it was removed. */
  readonly tour: (token: string) => Tour | undefined;
  /** Moves a head to a spot and resolves when it is there, or cannot get there; false for a spot that does not exist any more. */
  readonly visit: (unit: PtzUnit, spot: TourSpot) => Promise<boolean>;
  /** Called after each change of the state of a tour. */
  readonly onState: (token: string) => void;
}

/** Place of an active tour. */
interface Progress {
  readonly token: string;
  state: TourState;
  rounds: number;
  order: readonly number[];
  /** Index in the order. */
  at: number;
  /** Time that is left, ms; undefined without limit. */
  left: number | undefined;
}

/** Time (ms) after the last command of a client until a tour that is always active (AutoStart) goes on. */
const resumeTime = 60_000;

/** Plays the tours of one head, one at a time. */
export class TourPlayer {
  readonly #unit: PtzUnit;
  readonly #parts: TourParts;
  #active: Progress | undefined;
  #run: AbortController | undefined;
  /** Set while an overridden tour waits to go on. */
  #cancelResume: (() => void) | undefined;

  constructor(unit: PtzUnit, parts: TourParts) {
    this.#unit = unit;
    this.#parts = parts;
    unit.onCommand((issuer) => {
      if (issuer === 'client' && this.#active !== undefined) this.#override(this.#active);
    });
  }

  stateOf(token: string): TourState {
    return this.#active?.token === token ? this.#active.state : 'Idle';
  }

  /** Token of the tour that plays. */
  get touring(): string | undefined {
    return this.#active?.state === 'Touring' ? this.#active.token : undefined;
  }

  /** Number of the spot at which an active tour is. */
  spotOf(token: string): number | undefined {
    return this.#active?.token === token ? this.#active.order[this.#active.at] : undefined;
  }

  /** Begins a tour, begins it again, or goes on with a paused one. */
  start(tour: Tour): void {
    const present = this.#active;
    const paused = present?.token === tour.token && present.state === 'Paused' ? present : undefined;
    this.#stay();
    this.#halt();
    if (present !== undefined && present.token !== tour.token) this.#leave(present);
    const { token, duration } = tour;
    const progress: Progress = paused ?? { token, state: 'Idle', rounds: 0, order: [], at: 0, left: duration };
    this.#active = progress;
    this.#enter(progress, 'Start');
    const run = new AbortController();
    this.#run = run;
    void this.#play(progress, run.signal);
  }

  /** Pauses or stops a tour and its head. Fault: InvalidPresetTour for a pause of a tour that is idle. */
  end(token: string, input: 'Stop' | 'Pause'): void {
    const present = this.#active?.token === token ? this.#active : undefined;
    const state = nextTourState(present?.state ?? 'Idle', input);
    this.#stay();
    if (present === undefined || state === present.state) return;
    const wasTouring = present.state === 'Touring';
    this.#enter(present, input);
    if (wasTouring) this.#unit.stop(undefined, 'camera');
  }

  /** Ends everything; the head stays as it is. */
  close(): void {
    this.#stay();
    this.#halt();
    this.#active = undefined;
  }

  #override(progress: Progress): void {
    const waits = this.#cancelResume !== undefined;
    if (progress.state === 'Touring') this.#enter(progress, 'overridden');
    else if (!waits) return;
    this.#stay();
    if (this.#parts.tour(progress.token)?.autoStart !== true) return;
    this.#cancelResume = this.#parts.clock.after(resumeTime, () => this.#resume(progress));
  }

  #resume(progress: Progress): void {
    if (this.#unit.moving) {
      this.#override(progress);
      return;
    }
    this.#stay();
    const tour = this.#parts.tour(progress.token);
    if (tour !== undefined) this.start(tour);
  }

  /** Ends the wait of an overridden tour. */
  #stay(): void {
    this.#cancelResume?.();
    this.#cancelResume = undefined;
  }

  #halt(): void {
    this.#run?.abort();
    this.#run = undefined;
  }

  #leave(progress: Progress): void {
    progress.state = 'Idle';
    this.#parts.onState(progress.token);
  }

  #enter(progress: Progress, input: TourInput): void {
    progress.state = nextTourState(progress.state, input);
    if (progress.state !== 'Touring') this.#halt();
    if (progress.state === 'Idle' && this.#active === progress) this.#active = undefined;
    this.#parts.onState(progress.token);
  }

  async #play(progress: Progress, signal: AbortSignal): Promise<void> {
    const { clock } = this.#parts;
    const began = clock.now();
    const { left } = progress;
    const endTimer = left === undefined ? undefined : clock.after(left, () => this.#finish(progress, signal));
    signal.addEventListener('abort', () => {
      endTimer?.();
      if (left !== undefined) progress.left = Math.max(0, left - (clock.now() - began));
    });
    for (let empty = 0; !signal.aborted && empty < 2; ) {
      const visited = await this.#round(progress, signal);
      if (signal.aborted) return;
      // A round that goes on after a pause may have no spot left; a whole round without one ends the tour.
      empty = visited === 0 ? empty + 1 : 0;
      progress.rounds += 1;
      const times = this.#parts.tour(progress.token)?.times ?? Number.POSITIVE_INFINITY;
      if (empty === 2 || progress.rounds >= times) this.#finish(progress, signal);
    }
  }

  /** Visits the spots of one round, or what is left of it. Returns how many there were. */
  async #round(progress: Progress, signal: AbortSignal): Promise<number> {
    const { tour: find, random, visit, clock } = this.#parts;
    const begin = find(progress.token);
    if (begin === undefined) return 0;
    if (progress.at >= progress.order.length) {
      progress.order = tourOrder(begin, progress.order.at(-1), random);
      progress.at = 0;
    }
    let visited = 0;
    for (; progress.at < progress.order.length; progress.at += 1) {
      const spot = find(progress.token)?.spots[progress.order[progress.at] ?? 0];
      const isThere = spot !== undefined && (await visit(this.#unit, spot));
      if (signal.aborted) return visited;
      if (!isThere) continue;
      visited += 1;
      await clock.wait(spot.stay, signal);
      if (signal.aborted) return visited;
    }
    return visited;
  }

  #finish(progress: Progress, signal: AbortSignal): void {
    if (signal.aborted) return;
    this.#enter(progress, 'finished');
    if (this.#unit.moving) this.#unit.stop(undefined, 'camera');
  }
}
