import type { AuxiliaryFact } from '../boards/facts/io.ts';
import type { Auxiliary, AuxiliaryState } from '../ports/auxiliary.ts';
import type { Clock } from '../ports/clock.ts';
import { HalError } from '../ports/hal-error.ts';
import type { Hardware } from '../ports/hardware.ts';
import { systemClock } from '../system/clock.ts';

/** Infrared lamps of the camera as one auxiliary function. */
interface Lamps {
  readonly states: readonly AuxiliaryState[];
  set(state: AuxiliaryState): Promise<void>;
}

interface AuxiliaryParts {
  readonly facts: readonly AuxiliaryFact[];
  /** Parts that work; undefined before they were opened. */
  readonly hardware: () => Pick<Hardware, 'relays' | 'auxiliaries'> | undefined;
  /** Infrared lamps; undefined on a board without. */
  readonly lamps?: Lamps;
  readonly clock?: Clock;
}

/** Parts of the washing procedure and the time (ms) each of them runs. */
const washing = { Washer: 3000, Wiper: 10_000 } as const;
const lampName = 'IRLamp';
const procedureName = 'WashingProcedure';
const switched: readonly AuxiliaryState[] = ['On', 'Off'];

/** Auxiliary functions with the end of their timers. */
interface OpenAuxiliary extends Auxiliary {
  close(): void;
}

class BoardAuxiliary implements OpenAuxiliary {
  readonly names: ReadonlyMap<string, readonly AuxiliaryState[]>;
  readonly #facts: ReadonlyMap<string, AuxiliaryFact>;
  readonly #parts: AuxiliaryParts;
  readonly #clock: Clock;
  /** Ends of the times after which switches go off. */
  readonly #timers = new Map<string, () => void>();

  constructor(parts: AuxiliaryParts) {
    const { facts, lamps, clock = systemClock } = parts;
    this.#parts = parts;
    this.#clock = clock;
    this.#facts = new Map(facts.map((fact) => [fact.id, fact]));
    const names = new Map<string, readonly AuxiliaryState[]>(facts.map(({ id }) => [id, switched]));
    if (Object.keys(washing).every((name) => names.has(name)) && !names.has(procedureName)) {
      names.set(procedureName, switched);
    }
    if (lamps !== undefined && !names.has(lampName)) names.set(lampName, lamps.states);
    this.names = names;
  }

  async set(name: string, state: AuxiliaryState): Promise<void> {
    if (!this.names.get(name)?.includes(state)) {
      throw new HalError('unsupported', `auxiliary ${name}: ${state} is not offered`);
    }
    const fact = this.#facts.get(name);
    // A fact of the name comes first: the board may have a lamp or a procedure on a line of its own.
    if (fact !== undefined) this.#switch(fact, state === 'On', fact.longest);
    else if (name === procedureName) this.#wash(state === 'On');
    else await this.#parts.lamps?.set(state);
  }

  /** Cancels the times after which switches go off; the parts go off when they are closed. */
  close(): void {
    for (const end of this.#timers.values()) end();
    this.#timers.clear();
  }

  /** Starts washer and wiper together, each for its time, or stops both. */
  #wash(on: boolean): void {
    for (const [name, time] of Object.entries(washing)) {
      const fact = this.#facts.get(name);
      if (fact !== undefined) this.#switch(fact, on, Math.min(time, fact.longest ?? time));
    }
  }

  /** A switch that is on goes off after the time (ms), if there is one. */
  #switch(fact: AuxiliaryFact, on: boolean, time: number | undefined): void {
    this.#drive(fact, on);
    this.#timers.get(fact.id)?.();
    this.#timers.delete(fact.id);
    if (!on || time === undefined) return;
    const end = this.#clock.after(time, () => this.#expire(fact));
    this.#timers.set(fact.id, end);
  }

  #expire(fact: AuxiliaryFact): void {
    this.#timers.delete(fact.id);
    try {
      this.#drive(fact, false);
    } catch {
      // A part that is gone drives nothing; it returns switched off.
    }
  }

  #drive(fact: AuxiliaryFact, on: boolean): void {
    const hardware = this.#parts.hardware();
    const gone = (): HalError => new HalError('gone', `auxiliary ${fact.id}: its output does not work; see the log`);
    if (fact.driver === 'relay') {
      const relay = hardware?.relays.get(fact.relay);
      if (relay === undefined) throw gone();
      relay.setActive(on);
      return;
    }
    const part = hardware?.auxiliaries.get(fact.id);
    if (part === undefined) throw gone();
    part.set(on);
  }
}

/** Auxiliary functions of a board: its switches, the washing procedure where there are washer and wiper, and the infrared lamps. */
export function createAuxiliary(parts: AuxiliaryParts): OpenAuxiliary {
  return new BoardAuxiliary(parts);
}
