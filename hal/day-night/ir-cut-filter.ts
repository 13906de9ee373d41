import type { IrCutFilterFact } from '../boards/facts/day-night.ts';
import type { Clock } from '../ports/clock.ts';
import type { IrCutFilter, IrCutFilterState } from '../ports/day-night.ts';
import type { DigitalLines } from '../ports/digital-line.ts';
import { HalError } from '../ports/hal-error.ts';
import { systemClock } from '../system/clock.ts';
import { type FilterMechanism, levelMechanism, pulseMechanism, virtualMechanism } from './filter-mechanism.ts';

/** Shortest time (ms) between two moves: coils get hot and springs stick otherwise. */
const filterRest = 500;

interface IrCutFilterParts {
  readonly lines: DigitalLines;
  readonly clock?: Clock;
}

/** Opens a filter without moving it. Rejects with HalError 'out-of-range' (pulse) and as the lines do. */
export async function openIrCutFilter(fact: IrCutFilterFact, { lines, clock }: IrCutFilterParts): Promise<IrCutFilter> {
  return new MovedFilter(fact.id, await openMechanism(fact, lines), clock ?? systemClock);
}

function openMechanism(fact: IrCutFilterFact, lines: DigitalLines): Promise<FilterMechanism> {
  switch (fact.driver) {
    case 'virtual':
      return Promise.resolve(virtualMechanism());
    case 'pulse':
      return pulseMechanism(fact, lines);
    case 'level':
      return levelMechanism(fact, lines);
  }
}

/** Filter that makes one move at a time with a rest in between; the newest target replaces earlier ones. */
class MovedFilter implements IrCutFilter {
  readonly id: string;
  readonly #mechanism: FilterMechanism;
  readonly #clock: Clock;
  readonly #closing = new AbortController();
  readonly #listeners = new Set<() => void>();
  #state: IrCutFilterState | undefined;
  #target: IrCutFilterState = 'in';
  #moving: Promise<void> | undefined;
  #restUntil = Number.NEGATIVE_INFINITY;

  constructor(id: string, mechanism: FilterMechanism, clock: Clock) {
    this.id = id;
    this.#mechanism = mechanism;
    this.#clock = clock;
  }

  get state(): IrCutFilterState | undefined {
    return this.#state;
  }

  move(state: IrCutFilterState): Promise<void> {
    this.#target = state;
    this.#moving ??= this.#converge();
    return this.#moving;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    await this.#moving?.catch(() => undefined);
    this.#become(undefined);
    this.#mechanism.close();
  }

  async #converge(): Promise<void> {
    const { signal } = this.#closing;
    // Yields first so that `#moving` is assigned before the loop; it is unset at once at the end, else a target would be missed.
    await undefined;
    try {
      while (this.#target !== this.#state || signal.aborted) {
        if (signal.aborted) throw new HalError('gone', `IR cut filter ${this.id} is closed`);
        const rest = this.#restUntil - this.#clock.now();
        if (rest > 0) await this.#clock.wait(rest, signal);
        else await this.#moveOnce(this.#target, signal);
      }
    } finally {
      this.#moving = undefined;
    }
  }

  async #moveOnce(target: IrCutFilterState, signal: AbortSignal): Promise<void> {
    this.#become(undefined);
    try {
      await this.#mechanism.moveTo(target, this.#clock, signal);
      if (!signal.aborted) this.#become(target);
    } finally {
      this.#restUntil = this.#clock.now() + filterRest;
    }
  }

  #become(state: IrCutFilterState | undefined): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of [...this.#listeners]) listener();
  }
}
