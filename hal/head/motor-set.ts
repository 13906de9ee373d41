import { type HeadMotors, headAxes, headAxisFacts } from '../boards/head-facts.ts';
import type { Clock } from '../ports/clock.ts';
import type { Hardware } from '../ports/hardware.ts';
import type { MotorAxis } from '../ports/motor-axis.ts';
import type { HeadAxis, HeadFacts, HeadPosition } from '../ports/ptz-head.ts';
import { Referencing } from './referencing.ts';

interface OpenAxis {
  readonly motor: MotorAxis;
  close(): void;
}

/** Motors of a head by direction; they come and go with the hardware. */
export class MotorSet {
  readonly #motors: HeadMotors;
  readonly #clock: Clock;
  readonly #onChange: () => void;
  readonly #open = new Map<HeadAxis, OpenAxis>();
  /** Reasons of the axes that are not open; empty until the hardware was opened. */
  readonly #missing = new Map<HeadAxis, string>();

  /** @param onChange called when an axis comes, goes, or has another status */
  constructor(motors: HeadMotors, clock: Clock, onChange: () => void) {
    this.#motors = motors;
    this.#clock = clock;
    this.#onChange = onChange;
  }

  get facts(): HeadFacts['axes'] {
    return this.#each((axis) => {
      const fact = this.#motors[axis];
      return fact && headAxisFacts(fact, this.one(axis)?.facts);
    });
  }

  /** Known positions. */
  get position(): HeadPosition {
    return this.#each((axis) => this.one(axis)?.status.position);
  }

  /** Reason of the first axis that does not work. */
  get error(): string | undefined {
    for (const axis of headAxes) {
      const { state, reason } = this.one(axis)?.status ?? {};
      const error = state === 'fault' ? `axis ${this.#motors[axis]?.id}: ${reason}` : this.#missing.get(axis);
      if (error !== undefined) return error;
    }
    return undefined;
  }

  /** Reason why an axis is not open. */
  whyMissing(axis: HeadAxis): string {
    return this.#missing.get(axis) ?? `axis ${this.#motors[axis]?.id} is not open yet`;
  }

  one(axis: HeadAxis): MotorAxis | undefined {
    return this.#open.get(axis)?.motor;
  }

  all(axes: readonly HeadAxis[] = headAxes): readonly MotorAxis[] {
    return axes.flatMap((axis) => this.one(axis) ?? []);
  }

  update({ axes, faults }: Pick<Hardware, 'axes' | 'faults'>): void {
    for (const axis of headAxes) {
      const fact = this.#motors[axis];
      if (fact === undefined) continue;
      const motor = axes.get(fact.id);
      this.#exchange(axis, motor);
      const reason = faults.find(({ id }) => id === fact.id)?.message ?? `axis ${fact.id} does not work`;
      if (motor === undefined) this.#missing.set(axis, reason);
      else this.#missing.delete(axis);
    }
    this.#onChange();
  }

  close(): void {
    for (const open of this.#open.values()) open.close();
    this.#open.clear();
  }

  #exchange(axis: HeadAxis, motor: MotorAxis | undefined): void {
    const open = this.#open.get(axis);
    if (open?.motor === motor) return;
    open?.close();
    this.#open.delete(axis);
    if (motor === undefined) return;
    const unsubscribe = motor.onStatus(this.#onChange);
    const referencing = new Referencing(motor, this.#clock);
    const close = (): void => {
      unsubscribe();
      referencing.close();
    };
    this.#open.set(axis, { motor, close });
  }

  #each<Value>(value: (axis: HeadAxis) => Value | undefined): { readonly [Axis in HeadAxis]?: Value } {
    return Object.fromEntries(
      headAxes.flatMap((axis) => {
        const found = value(axis);
        return found === undefined ? [] : [[axis, found]];
      }),
    );
  }
}
