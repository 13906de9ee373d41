import { clamp } from '../../ports/range.ts';

/**
 * Positions of a motor and its load, in steps. Gears have play: after a change of direction the motor makes `backlash` steps
 * before its load follows. `motor` counts from 0 to travel + backlash, `load` from 0 to travel.
 */
export class StepCounter {
  readonly travel: number;
  readonly backlash: number;
  motor: number;
  /** Lead of the motor over its load: 0 when it last pulled down, `backlash` when it last pulled up. */
  #play: number;

  constructor(travel: number, backlash: number, load: number) {
    this.travel = travel;
    this.backlash = backlash;
    this.#play = 0;
    this.motor = load;
  }

  get load(): number {
    return this.motor - this.#play;
  }

  step(up: boolean): void {
    this.motor += up ? 1 : -1;
    this.#play = clamp(this.#play + (up ? 1 : -1), { min: 0, max: this.backlash });
  }

  /** Sets the position to one end, to which the motor pulled its load. */
  reference(end: 'min' | 'max'): void {
    this.#play = end === 'min' ? 0 : this.backlash;
    this.motor = (end === 'min' ? 0 : this.travel) + this.#play;
  }

  /** Position of the load once the motor comes to rest at `motor`. */
  loadAt(motor: number): number {
    const play = this.#play + motor - this.motor;
    return motor - clamp(play, { min: 0, max: this.backlash });
  }

  /** Target of the motor for a position of the load, after a rest at `motor`; the rest itself when the load is there then. */
  motorFor(load: number, motor: number): number {
    const there = this.loadAt(motor);
    if (Math.abs(load - there) < 0.5) return Math.round(motor);
    return load > there ? load + this.backlash : load;
  }
}
