import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';

/** Settings that a person is changing, beside what the camera holds. */
export class Draft<Values extends object> {
  readonly #held: Signal<Values>;
  readonly #values: Signal<Values>;
  /** Number of members that differ from what the camera holds. */
  readonly count: ReadonlySignal<number>;

  constructor(held: Values) {
    this.#held = signal(held);
    this.#values = signal(held);
    this.count = computed(() => this.names().filter((name) => this.isChanged(name)).length);
  }

  get values(): Values {
    return this.#values.value;
  }

  get held(): Values {
    return this.#held.value;
  }

  names(): readonly (keyof Values)[] {
    const all = { ...this.#held.value, ...this.#values.value };
    return Object.keys(all) as (keyof Values)[];
  }

  isChanged(name: keyof Values): boolean {
    return JSON.stringify(this.#held.value[name]) !== JSON.stringify(this.#values.value[name]);
  }

  set<Name extends keyof Values>(name: Name, value: Values[Name]): void {
    this.#values.value = { ...this.#values.value, [name]: value };
  }

  discard(): void {
    this.#values.value = this.#held.value;
  }

  /** Takes what the camera holds after saving. */
  adopt(held: Values): void {
    this.#held.value = held;
    this.#values.value = held;
  }
}
