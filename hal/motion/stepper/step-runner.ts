import { firstLeg, type HomingPhase, homingLegs, legReach } from '../axis/homing.ts';
import {
  type MotionState,
  nextCrossing,
  type Plan,
  planAt,
  planRest,
  planTo,
  restingPosition,
  stateAt,
} from '../axis/profile.ts';
import { StepCounter } from './step-counter.ts';

/** Wires of a motor. Functions throw as the file system does. */
export interface StepPins {
  step(up: boolean): void;
  /** Takes the current from the coils. */
  powerOff(): void;
  endStopActive(): boolean;
}

/** Facts of a stepper in steps and seconds. */
export interface StepperSetup {
  /** Steps of the whole travel. */
  readonly travel: number;
  readonly backlash: number;
  /** Steps a second; the acceleration in steps a second, each second. */
  readonly maxSpeed: number;
  readonly acceleration: number;
  readonly endStop: 'min' | 'max' | undefined;
  /** Coils stay on at rest. */
  readonly hold: boolean;
}

export type StepCommand =
  | { readonly kind: 'to'; readonly steps: number; readonly speed: number }
  /** Speed is signed; 0 ramps down. */
  | { readonly kind: 'at'; readonly speed: number }
  /** Stops at once, without a ramp. */
  | { readonly kind: 'stop' }
  | { readonly kind: 'home' };

export type RunnerState = 'idle' | 'moving' | 'homing' | 'unreferenced' | 'fault';

/** Time (s) from the last step until the coils are off or the direction changes: the rotor must have come to rest. */
const settleSeconds = 0.1;
/** Distance (steps) at which the next step is due: above one half, so that a reversal near an edge causes no tremble. */
const threshold = 0.6;

/**
 * Turns motion plans into timed steps. The caller calls `run` at the time that `run` returned; times are seconds of one clock. Late
 * steps delay the rest of the move, so no two steps are closer than the motor can follow.
 */
export class StepRunner {
  readonly #setup: StepperSetup;
  readonly #pins: StepPins;
  readonly #counter: StepCounter;
  /** Called with the lateness (s) of each step. */
  readonly #onStep: (late: number) => void;
  readonly #clock: (() => number) | undefined;
  #state: RunnerState;
  #reason = '';
  #plan: Plan = planRest(0);
  #since = 0;
  /** Time of the last step in the plan. */
  #done = 0;
  #leg: HomingPhase | undefined;
  #readings = 0;
  #energised = false;
  #restSince = 0;
  #abandoned = false;

  /** @param clock seconds, read after each step, since a thread may be suspended while it makes one */
  constructor(
    setup: StepperSetup,
    pins: StepPins,
    onStep: (late: number) => void = () => undefined,
    clock?: () => number,
  ) {
    this.#clock = clock;
    this.#setup = setup;
    this.#pins = pins;
    this.#onStep = onStep;
    this.#counter = new StepCounter(setup.travel, setup.backlash, Math.round(setup.travel / 2));
    this.#state = setup.endStop === undefined ? 'idle' : 'unreferenced';
    this.#plan = planRest(this.#counter.motor);
  }

  get state(): RunnerState {
    return this.#state;
  }

  /** Reason of the state `fault`. */
  get reason(): string {
    return this.#reason;
  }

  /** Steps of the load from the lower end. */
  get steps(): number {
    return this.#counter.load;
  }

  get busy(): boolean {
    return this.#state === 'moving' || this.#state === 'homing';
  }

  /** Whether current flows through the coils. */
  get energised(): boolean {
    return this.#energised;
  }

  speedAt(now: number): number {
    return this.busy ? this.#stateAt(now).speed : 0;
  }

  command(command: StepCommand, now: number): void {
    this.#abandoned = false;
    if (command.kind === 'stop') this.#stop(now);
    else if (command.kind === 'home') this.#home(now);
    else {
      // Due steps come first, else the new plan would begin a step away from the motor.
      this.run(now);
      if (command.kind === 'to') this.#moveTo(command.steps, command.speed, now);
      else this.#moveAt(command.speed, now);
    }
  }

  /** Ramps down and releases the coils, even holding ones: the main thread does not respond. */
  abandon(now: number): void {
    if (this.#state === 'moving') this.command({ kind: 'at', speed: 0 }, now);
    else this.#stop(now);
    this.#abandoned = true;
  }

  /** Takes the current from the coils at once. */
  powerOff(): void {
    this.#energised = false;
    this.#pins.powerOff();
  }

  /** Enters `fault` and releases the coils; `home` tries again. */
  fault(reason: string): void {
    this.#state = 'fault';
    this.#reason = reason;
    this.#plan = planRest(this.#counter.motor);
    try {
      this.powerOff();
    } catch {
      // The wires are the likely cause of the fault itself.
    }
  }

  /** Makes the steps that are due. Returns the time of the next call, undefined when none is needed. */
  run(now: number): number | undefined {
    while (this.busy) {
      const { motor } = this.#counter;
      const crossing = nextCrossing(this.#plan, this.#done, motor - threshold, motor + threshold);
      const time = crossing?.time ?? Math.max(this.#plan.duration, this.#done);
      const late = now - (this.#since + time);
      if (late < 0) return this.#since + time;
      if (crossing === undefined) this.#arrive(now);
      else this.#step(crossing.up, crossing.time, late, now);
    }
    if (!this.#energised || (this.#setup.hold && !this.#abandoned)) return undefined;
    const off = this.#restSince + settleSeconds;
    if (now < off) return off;
    this.powerOff();
    return undefined;
  }

  #step(up: boolean, time: number, late: number, now: number): void {
    if (this.#endStopMet(up, now)) return;
    // A step more than half an interval late shifts the plan, else the next step would follow too soon.
    const half = (time - this.#done) / 2;
    if (late > half) this.#since += late;
    this.#done = time;
    this.#energised = true;
    this.#pins.step(up);
    const taken = this.#clock === undefined ? 0 : this.#clock() - now;
    if (taken > half) this.#since += taken;
    this.#counter.step(up);
    this.#onStep(late);
  }

  /** Reads the switch before a step; true when that ends the plan. */
  #endStopMet(up: boolean, now: number): boolean {
    if (this.#leg !== undefined) return this.#legEnds(now);
    const { endStop, travel, backlash } = this.#setup;
    if (endStop === undefined || up !== (endStop === 'max')) return false;
    const way = endStop === 'min' ? this.#counter.load : travel - this.#counter.load;
    // Opening and closing points differ a little; lost steps differ by more.
    const tolerance = Math.max(8, backlash, travel / 100);
    if (way <= tolerance || !this.#pins.endStopActive()) return false;
    this.fault(`the end stop closed ${Math.round(way)} steps too soon: the motor lost steps, or something blocks it`);
    return true;
  }

  #legEnds(now: number): boolean {
    if (this.#leg === undefined) return false;
    const leg = homingLegs[this.#leg];
    this.#readings = this.#pins.endStopActive() === leg.until ? this.#readings + 1 : 0;
    if (this.#readings < leg.readings) return false;
    if (leg.next !== 'found') {
      this.#startLeg(leg.next, now);
      return true;
    }
    this.#counter.reference(this.#setup.endStop ?? 'min');
    this.#rest('idle', now);
    return true;
  }

  #arrive(now: number): void {
    if (this.#leg === undefined) {
      this.#rest('idle', now);
      return;
    }
    // The last steps of a leg may have reached the end stop.
    if (this.#legEnds(now)) return;
    const what = this.#leg === 'back-off' ? 'the end stop does not open' : 'no end stop was found';
    this.#leg = undefined;
    this.fault(`${what} within the travel and a tenth; check its wires and the direction of the motor`);
  }

  #rest(state: RunnerState, now: number): void {
    this.#leg = undefined;
    this.#state = state;
    this.#plan = planRest(this.#counter.motor);
    this.#restSince = now;
  }

  #moveTo(steps: number, speed: number, now: number): void {
    const from = this.#stateAt(now);
    const target = this.#counter.motorFor(steps, restingPosition(from, this.#limits()));
    this.#follow(planTo(from, target, speed, this.#limits()), now);
  }

  #moveAt(speed: number, now: number): void {
    this.#follow(planAt(this.#stateAt(now), speed, this.#limits()), now);
  }

  #stop(now: number): void {
    if (this.#state === 'homing') this.#rest('unreferenced', now);
    else if (this.#state === 'moving') this.#rest('idle', now);
  }

  #home(now: number): void {
    this.#reason = '';
    if (this.#setup.endStop === undefined) {
      this.#rest('idle', now);
      return;
    }
    this.#state = 'homing';
    this.#startLeg(firstLeg(this.#pins.endStopActive()), now);
  }

  #startLeg(phase: HomingPhase, now: number): void {
    const { travel, backlash, endStop, maxSpeed } = this.#setup;
    const leg = homingLegs[phase];
    const reach = legReach(travel, backlash);
    const { motor } = this.#counter;
    const up = leg.towards === (endStop === 'max');
    const limits = { ...this.#limits(), min: motor - reach, max: motor + reach };
    this.#leg = phase;
    this.#readings = 0;
    this.#plan = planTo({ position: motor, speed: 0 }, up ? limits.max : limits.min, maxSpeed * leg.speed, limits);
    // The rotor comes to rest before it turns.
    this.#since = now + settleSeconds;
    this.#done = 0;
  }

  #follow(plan: Plan, now: number): void {
    this.#leg = undefined;
    this.#plan = plan;
    this.#since = now;
    this.#done = 0;
    this.#state = 'moving';
  }

  #stateAt(now: number): MotionState {
    if (!this.busy) return { position: this.#counter.motor, speed: 0 };
    // A plan shifted by a late step has not passed that step.
    return stateAt(this.#plan, Math.max(this.#done, now - this.#since));
  }

  #limits(): { min: number; max: number; maxSpeed: number; acceleration: number } {
    const { travel, backlash, maxSpeed, acceleration } = this.#setup;
    return { min: 0, max: travel + backlash, maxSpeed, acceleration };
  }
}
