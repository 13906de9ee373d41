import type { Target, Transport } from '../bench/rtsp-load.ts';
import { type Life, lives } from './lives.ts';
import { pause, seconds } from './pause.ts';

/** Where each transport is served, the parts that are. */
export type Places = ReadonlyMap<Transport, readonly Target[]>;

/** One kind of life: how many were lived, and what went wrong how often. */
export interface Tally {
  readonly begun: number;
  readonly ended: number;
  readonly packets: number;
  /** Reason → times. */
  readonly failures: Readonly<Record<string, number>>;
}

const nothing: Tally = { begun: 0, ended: 0, packets: 0, failures: {} };

function pick<T>(from: readonly T[]): T | undefined {
  return from[Math.floor(Math.random() * from.length)];
}

/** Any number of clients; whenever one's life ends, another one begins in its place, of another kind. */
export class Crowd {
  readonly #places: Places;
  readonly #signal: AbortSignal;
  readonly #names: readonly string[];
  readonly #tallies = new Map<string, Tally>();
  #living = 0;

  constructor(places: Places, kinds: readonly string[], signal: AbortSignal) {
    this.#places = places;
    this.#signal = signal;
    this.#names = kinds.flatMap((name) => Array.from({ length: lives[name]?.weight ?? 0 }, () => name));
  }

  get living(): number {
    return this.#living;
  }

  /** By `kind, transport`. */
  get tallies(): Readonly<Record<string, Tally>> {
    return Object.fromEntries([...this.#tallies].sort());
  }

  /** Resolves when the soak is over and the last one is gone. */
  async live(count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, () => this.#slot()));
  }

  async #slot(): Promise<void> {
    await pause(seconds(0, 10), this.#signal);
    while (!this.#signal.aborted) {
      const name = pick(this.#names);
      const life = name === undefined ? undefined : lives[name];
      if (name === undefined || life === undefined) return;
      this.#living += 1;
      await this.#one(name, life);
      this.#living -= 1;
      await pause(seconds(0.1, 2), this.#signal);
    }
  }

  async #one(name: string, life: Life): Promise<void> {
    const transport = pick((life.over ?? [...this.#places.keys()]).filter((one) => this.#places.has(one)));
    const target = transport === undefined ? undefined : pick(this.#places.get(transport) ?? []);
    if (transport === undefined || target === undefined) return;
    const key = `${name}, ${transport}`;
    this.#note(key, (tally) => ({ ...tally, begun: tally.begun + 1 }));
    try {
      const { played } = await life.live({ target, transport, signal: this.#signal });
      this.#note(key, (tally) => ({ ...tally, ended: tally.ended + 1, packets: tally.packets + played }));
    } catch (error) {
      if (this.#signal.aborted) return;
      const reason = error instanceof Error ? error.message : String(error);
      this.#note(key, ({ failures, ...tally }) => ({
        ...tally,
        failures: { ...failures, [reason]: (failures[reason] ?? 0) + 1 },
      }));
    }
  }

  #note(key: string, change: (tally: Tally) => Tally): void {
    this.#tallies.set(key, change(this.#tallies.get(key) ?? nothing));
  }
}
