import { HalError } from '../../ports/hal-error.ts';
import type { AxisStatus, MotorAxis } from '../../ports/motor-axis.ts';
import { type MoveEnd, statusAt } from './axis-face.ts';
import { FacedAxis, type FirstStatus } from './faced-axis.ts';
import { type MotionLimits, type MotionState, type Plan, planAt, planTo, stateAt } from './profile.ts';

/** Hardware that is told positions and goes there by itself. */
export interface Actuator {
  /** Before the first position, and again after a failure. */
  prepare(): Promise<void>;
  place(position: number): Promise<void>;
  /** Lets go of the motor. */
  release(): Promise<void>;
}

/** Without a start, `home` goes to `rest` without a ramp. */
export interface GlideOptions extends FirstStatus {
  /** Units a second, each second. */
  readonly acceleration: number;
  /** ms from one position to the next */
  readonly interval: number;
  readonly actuator: Actuator;
  readonly rest: number;
}

/**
 * An axis whose hardware holds the position it was told: positions follow one another along the profile. A process that dies
 * or hangs sends no more of them, so the motor stays where it is: the dead-man stop is in its nature.
 */
export class GlidingAxis extends FacedAxis implements MotorAxis {
  readonly #options: GlideOptions;
  readonly #limits: MotionLimits;
  /** The last position that was placed, and when. */
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
    this.face.checkOpen();
    if (this.status.state === 'homing') throw new HalError('busy', `axis ${this.facts.id} is homing already`);
    this.#rest('replaced');
    const { actuator, rest } = this.#options;
    const target = this.#last?.position ?? rest;
    const unknown = this.#last === undefined;
    this.face.report(this.#status('homing'));
    try {
      await actuator.prepare();
      await actuator.place(target);
    } catch (error) {
      throw this.#fault(error);
    }
    this.face.checkOpen();
    this.#ready = true;
    this.#last = { position: target, speed: 0 };
    // Nobody tells when it is there: as long as the whole way takes.
    if (unknown) await this.#wait(((this.facts.max - this.facts.min) / this.facts.maxSpeed) * 1000);
    this.face.report(this.#status('idle'));
  }

  async moveTo(position: number, speed: number = this.facts.maxSpeed): Promise<MoveEnd> {
    this.#checkKnown();
    this.face.checkMove(position, speed);
    const end = this.face.begin();
    this.#follow((from) => planTo(from, position, speed, this.#limits));
    return end;
  }

  moveAt(speed: number): void {
    this.#checkKnown();
    this.face.checkSpeed(speed);
    this.face.end('replaced');
    this.#follow((from) => planAt(from, speed, this.#limits));
  }

  stop(): void {
    this.#rest('stopped');
    this.#endWait?.();
    if (this.status.state === 'moving') this.face.report(this.#status('idle'));
  }

  async close(): Promise<void> {
    this.stop();
    if (!this.face.close()) return;
    // A position that is still on its way would switch the motor on again.
    await this.#placing;
    await this.#options.actuator.release().catch(() => undefined);
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
    this.face.report(this.#status('moving'));
    this.#endTicks ??= this.#options.clock.every(this.#options.interval, () => this.#tick());
  }

  #tick(): void {
    // A bus that is slower than the interval gets fewer positions, never a queue of them.
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
      // The way begins when the hardware is there.
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
      // Told something else meanwhile; after a stop this position was the last.
      if (this.#plan === undefined && this.status.state === 'idle') this.face.report(this.#status('idle'));
      return;
    }
    if (arrived) this.#rest('arrived');
    this.face.report(this.#status(arrived ? 'idle' : 'moving'));
    if (arrived) this.face.end('arrived');
  }

  /** No more positions. Whoever waits is told, after an arrival once the status is right. */
  #rest(how: MoveEnd): void {
    this.#endTicks?.();
    this.#endTicks = undefined;
    this.#plan = undefined;
    if (this.#last !== undefined) this.#last = { ...this.#last, speed: 0 };
    if (how !== 'arrived') this.face.end(how);
  }

  #fault(cause: unknown): HalError {
    this.#ready = false;
    this.#endTicks?.();
    this.#endTicks = undefined;
    this.#plan = undefined;
    if (this.#last !== undefined) this.#last = { ...this.#last, speed: 0 };
    return this.face.fault(cause, this.#last?.position);
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
