import { AxisBase, type MoveEnd, statusAt } from '../motion/axis/axis-base.ts';
import { type MotionLimits, type MotionState, type Plan, planAt, planTo, stateAt } from '../motion/axis/profile.ts';
import type { Clock } from '../ports/clock.ts';
import type { AxisFacts, AxisStatus, MotorAxis } from '../ports/motor-axis.ts';
import { clamp, type Range } from '../ports/range.ts';

/** Time between two positions, ms. */
const interval = 20;

interface DigitalAxisOptions {
  readonly facts: AxisFacts;
  readonly acceleration: number;
  readonly clock: Clock;
  /** Positions at which the window is within the picture, at the present zoom. */
  readonly reach: () => Range;
  /** Whether the zoom moves, so that the reach may grow. */
  readonly zooming: () => boolean;
}

/**
 * Pan or tilt of a window over the picture. The reach is smaller the less the zoom magnifies: the window stands at the edge of the
 * picture then, and the axis is there as soon as the zoom stands.
 */
export class DigitalAxis extends AxisBase implements MotorAxis {
  readonly #options: DigitalAxisOptions;
  readonly #limits: MotionLimits;
  #at: MotionState = { position: 0, speed: 0 };
  #plan: Plan | undefined;
  #since = 0;
  /** Speed of a move without a target. */
  #velocity: number | undefined;
  #endTicks: (() => void) | undefined;

  constructor(options: DigitalAxisOptions) {
    super({ facts: options.facts, clock: options.clock, start: 0 }, 'idle');
    this.#options = options;
    this.#limits = { ...options.facts, acceleration: options.acceleration };
  }

  override get status(): AxisStatus {
    return statusAt(this.facts, { ...super.status, position: this.#inside(this.#at.position) });
  }

  async home(): Promise<void> {
    this.checkOpen();
  }

  async moveTo(position: number, speed: number = this.facts.maxSpeed): Promise<MoveEnd> {
    this.checkMove(position, speed);
    const end = this.beginMove();
    this.#velocity = undefined;
    this.#follow(planTo(this.#at, position, speed, this.#limits));
    return end;
  }

  moveAt(speed: number): void {
    this.checkSpeed(speed);
    this.endMove('replaced');
    this.#velocity = speed;
    this.#follow(planAt(this.#at, speed, this.#limits));
  }

  stop(): void {
    if (this.#plan === undefined) return;
    this.#rest();
    this.endMove('stopped');
  }

  /** Takes the place of the window as its position, once the zoom stands. */
  settle(): void {
    if (!this.#options.zooming()) this.#at = { ...this.#at, position: this.#inside(this.#at.position) };
  }

  async close(): Promise<void> {
    this.stop();
    this.markClosed();
  }

  #inside(position: number): number {
    return clamp(position, this.#options.reach());
  }

  #follow(plan: Plan): void {
    const { clock } = this.#options;
    this.#plan = plan;
    this.#since = clock.now();
    this.#report('moving');
    this.#endTicks ??= clock.every(interval, () => this.#tick());
  }

  #tick(): void {
    const plan = this.#plan;
    if (plan === undefined) return;
    const { clock, zooming } = this.#options;
    const now = clock.now();
    const seconds = (now - this.#since) / 1000;
    this.#at = stateAt(plan, seconds);
    const edge = this.#inside(this.#at.position);
    const beyond = (this.#at.position - edge) * this.#at.speed > 0;
    if (seconds >= plan.duration || (beyond && !zooming())) {
      this.#arrive();
      return;
    }
    if (beyond && this.#velocity !== undefined) {
      // The window goes along with the edge of what it can reach.
      this.#at = { position: edge, speed: this.#at.speed };
      this.#plan = planAt(this.#at, this.#velocity, this.#limits);
      this.#since = now;
    }
    this.#report('moving');
  }

  #arrive(): void {
    this.#rest();
    this.endMove('arrived');
  }

  #rest(): void {
    this.#endTicks?.();
    this.#endTicks = undefined;
    this.#plan = undefined;
    this.#at = { ...this.#at, speed: 0 };
    this.settle();
    this.#report('idle');
  }

  #report(state: 'idle' | 'moving'): void {
    const { position, speed } = this.#at;
    this.report(statusAt(this.facts, { state, position, speed }));
  }
}
