import type { IlluminatorFact } from '../boards/facts/day-night.ts';
import type { Illuminator } from '../ports/day-night.ts';
import type { DigitalLines } from '../ports/digital-line.ts';
import { HalError } from '../ports/hal-error.ts';
import type { OpenI2cBus } from '../ports/i2c-bus.ts';
import { type VirtualLight, virtualLight } from '../virtual/light.ts';
import { type Lamp, pwmLamp, switchLamp, virtualLamp } from './lamp.ts';

interface IlluminatorParts {
  readonly lines: DigitalLines;
  /** Bus shared by all parts on an adapter; the caller closes it. */
  readonly bus: OpenI2cBus;
  readonly light?: VirtualLight;
}

/** Opens an illuminator, switched off. Rejects with HalError as lines and bus do. */
export async function openIlluminator(fact: IlluminatorFact, parts: IlluminatorParts): Promise<Illuminator> {
  return new SteppedIlluminator(fact, await openLamp(fact, parts));
}

function openLamp(fact: IlluminatorFact, { lines, bus, light }: IlluminatorParts): Promise<Lamp> {
  switch (fact.driver) {
    case 'virtual':
      return Promise.resolve(virtualLamp(fact, light ?? virtualLight));
    case 'switch':
      return switchLamp(fact, lines);
    case 'pwm':
      return pwmLamp(fact, bus);
  }
}

/** Illuminator with levels in steps; calls are executed in order, so the last one counts. */
class SteppedIlluminator implements Illuminator {
  readonly id: string;
  readonly kind: 'infrared' | 'white';
  readonly steps: number;
  readonly #lamp: Lamp;
  #level = 0;
  #turn: Promise<void> = Promise.resolve();
  #open = true;

  constructor({ id, kind }: IlluminatorFact, lamp: Lamp) {
    this.id = id;
    this.kind = kind;
    this.steps = lamp.steps;
    this.#lamp = lamp;
  }

  get level(): number {
    return this.#level;
  }

  async setLevel(level: number): Promise<void> {
    if (!this.#open) throw new HalError('gone', `illuminator ${this.id} is closed`);
    if (!(level >= 0 && level <= 1)) {
      throw new HalError('out-of-range', `illuminator ${this.id}: level ${level} is not in 0..1`);
    }
    const rounded = Math.round(level * this.steps) / this.steps;
    await this.#enqueue(async () => {
      await this.#lamp.shine(rounded);
      this.#level = rounded;
    });
  }

  async close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await this.#enqueue(async () => {
      try {
        await this.#lamp.shine(0);
        this.#level = 0;
      } finally {
        this.#lamp.close();
      }
    });
  }

  #enqueue(action: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(action);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}
