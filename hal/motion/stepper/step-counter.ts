/**
 * Where the motor and what it moves are, in steps. Gears have play: after a turn of direction the motor goes `backlash` steps
 * before its load follows. `motor` counts from 0 to travel + backlash, `load` from 0 to travel.
 */
export class StepCounter {
  readonly travel: number;
  readonly backlash: number;
  motor: number;
  /** How far the motor is ahead of its load: 0 when it last pulled down, `backlash` when it last pulled up. */
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
    this.#play = Math.min(this.backlash, Math.max(0, this.#play + (up ? 1 : -1)));
  }

  /** It is known to be at one end, pulled there. */
  reference(end: 'min' | 'max'): void {
    this.#play = end === 'min' ? 0 : this.backlash;
    this.motor = (end === 'min' ? 0 : this.travel) + this.#play;
  }

  /** Where the load is when the motor comes to rest at a place. */
  loadAt(motor: number): number {
    const play = this.#play + motor - this.motor;
    return motor - Math.min(this.backlash, Math.max(0, play));
  }

  /** Where the motor must go for its load to be at a place, when it comes to rest at `motor` first; that when the load is there. */
  motorFor(load: number, motor: number): number {
    const there = this.loadAt(motor);
    if (Math.abs(load - there) < 0.5) return Math.round(motor);
    return load > there ? load + this.backlash : load;
  }
}
