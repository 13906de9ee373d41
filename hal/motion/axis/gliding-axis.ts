import { HalError } from '../../ports/hal-error.ts';
import type { AxisStatus, MotorAxis } from '../../ports/motor-axis.ts';
import { AxisBase, type InitialStatus, type MoveEnd, statusAt } from './axis-base.ts';
import { type MotionLimits, type MotionState, type Plan, planAt, planTo, stateAt } from './profile.ts';

/** Hardware that moves to a given position by itself. */
export interface Actuator {
  /** Prepares the hardware before the first position, and again after a failure. */
  prepare(): Promise<void>;
  place(position: number): Promise<void>;
  /** Takes the power from the motor. */
  powerOff(): Promise<void>;
}

/** Options of a gliding axis. Without a start, `home` moves to `rest` without a ramp. */
interface GlideOptions extends InitialStatus {
  /** Units a second, each second. */
  readonly acceleration: number;
  /** Time between two positions, ms. */
  readonly interval: number;
  readonly actuator: Actuator;
  readonly rest: number;
}

/**
 * Axis whose hardware holds the last position: positions are sent along the motion profile. A process that dies or hangs sends
 * none, so the motor stays at the last one, which is the dead-man stop.
 */
export class GlidingAxis extends AxisBase implements MotorAxis {
  readonly #options: GlideOptions;
  readonly #limits: MotionLimits;
  /** Last position that was placed, and its time. */
  #last: MotionState | undefined;
  #lastTime = 0;
  #plan: Plan | undefined;
  #since = 0;
  #ready: boolean;
  #placing: Promise<void> | undefined;
  #endTicks: (() => void) | undefined;
  #endWait: (() => void) | undefined;

  constructor(options: GlideOptions) {
    const { facts, start } = options;
    super(options, start === undefined ? 'unreferenced' : 'idle');
    this.#options = options;
    this.#limits = { ...facts, acceleration: options.acceleration };
    this.#last = start === undefined ? undefined : { position: start, speed: 0 };
    this.#ready = false;
  }

  async home(): Promise<void> {
    this.checkOpen();
    if (this.status.state === 'homing') throw new HalError('busy', `axis ${this.facts.id} is homing already`);
    this.#rest('replaced');
    const { actuator, rest } = this.#options;
    const target = this.#last?.position ?? rest;
    const unknown = this.#last === undefined;
    this.report(this.#status('homing'));
    try {
      await actuator.prepare();
      await actuator.place(target);
    } catch (error) {
      throw this.#fault(error);
    }
    this.checkOpen();
    this.#ready = true;
    this.#last = { position: target, speed: 0 };
    // The hardware reports no arrival: wait as long as the whole travel takes.
    if (unknown) await this.#wait(((this.facts.max - this.facts.min) / this.facts.maxSpeed) * 1000);
    this.report(this.#status('idle'));
  }

  async moveTo(position: number, speed: number = this.facts.maxSpeed): Promise<MoveEnd> {
    this.#checkKnown();
    this.checkMove(position, speed);
    const end = this.beginMove();
    this.#follow((from) => planTo(from, position, speed, this.#limits));
    return end;
  }

  moveAt(speed: number): void {
    this.#checkKnown();
    this.checkSpeed(speed);
    this.endMove('replaced');
    this.#follow((from) => planAt(from, speed, this.#limits));
  }

  stop(): void {
    this.#rest('stopped');
    this.#endWait?.();
    if (this.status.state === 'moving') this.report(this.#status('idle'));
  }

  async close(): Promise<void> {
    this.stop();
    if (!this.markClosed()) return;
    // A position still being sent would switch the motor on again.
    await this.#placing;
    await this.#options.actuator.powerOff().catch(() => undefined);
  }

  #checkKnown(): void {
    if (this.#last === undefined && this.status.state === 'fault')
      throw new HalError('busy', `axis ${this.facts.id}: ${this.status.reason}; home it first`);
  }

  #follow(make: (from: MotionState) => Plan): void {
    const moving = this.#endTicks !== undefined;
    const last = this.#last ?? { position: this.#options.rest, speed: 0 };
    this.#since = moving && this.#ready ? this.#lastTime : this.#options.clock.now();
    this.#plan = make(moving ? last : { ...last, speed: 0 });
    this.report(this.#status('moving'));
    this.#endTicks ??= this.#options.clock.every(this.#options.interval, () => this.#tick());
  }

  #tick(): void {
    // A bus slower than the interval gets fewer positions, never a queue of them.
    if (this.#placing !== undefined) return;
    this.#placing = this.#step()
      .catch((error: unknown) => {
        this.#fault(error);
      })
      .finally(() => {
        this.#placing = undefined;
      });
  }

  async #step(): Promise<void> {
    const { actuator, clock } = this.#options;
    if (!this.#ready) {
      const began = clock.now();
      await actuator.prepare();
      this.#ready = true;
      // The move begins once the hardware is prepared.
      this.#since += clock.now() - began;
    }
    const plan = this.#plan;
    if (plan === undefined) return;
    const now = clock.now();
    const next = stateAt(plan, (now - this.#since) / 1000);
    const arrived = (now - this.#since) / 1000 >= plan.duration;
    await actuator.place(next.position);
    this.#last = next;
    this.#lastTime = now;
    if (this.#plan !== plan) {
      // A newer command came; after a stop this position was the last.
      if (this.#plan === undefined && this.status.state === 'idle') this.report(this.#status('idle'));
      return;
    }
    if (arrived) this.#rest('arrived');
    this.report(this.#status(arrived ? 'idle' : 'moving'));
    if (arrived) this.endMove('arrived');
  }

  /** Ends the positions and the present move; after an arrival the caller ends the move once the status is set. */
  #rest(how: MoveEnd): void {
    this.#endTicks?.();
    this.#endTicks = undefined;
    this.#plan = undefined;
    if (this.#last !== undefined) this.#last = { ...this.#last, speed: 0 };
    if (how !== 'arrived') this.endMove(how);
  }

  #fault(cause: unknown): HalError {
    this.#ready = false;
    this.#endTicks?.();
    this.#endTicks = undefined;
    this.#plan = undefined;
    if (this.#last !== undefined) this.#last = { ...this.#last, speed: 0 };
    return this.enterFault(cause, this.#last?.position);
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#options.clock.every(ms, () => this.#endWait?.());
      this.#endWait = () => {
        cancel();
        this.#endWait = undefined;
        resolve();
      };
    });
  }

  #status(state: AxisStatus['state']): AxisStatus {
    const speed = state === 'moving' ? (this.#last?.speed ?? 0) : 0;
    return statusAt(this.facts, { state, position: this.#last?.position, speed });
  }
}
