import type { HeadMotors } from '../boards/head-facts.ts';
import type { Clock } from '../ports/clock.ts';
import { HalError } from '../ports/hal-error.ts';
import type { Hardware } from '../ports/hardware.ts';
import type {
  HeadAxis,
  HeadFacts,
  HeadGroup,
  HeadMoveEnd,
  HeadPosition,
  HeadSpeed,
  HeadStatus,
  PtzHead,
} from '../ports/ptz-head.ts';
import { AxisGroup, type Travel } from './axis-group.ts';
import { axesIn, checkTargets, checkVelocity } from './command-checks.ts';
import { HeadCommand } from './head-command.ts';
import { MotorSet } from './motor-set.ts';
import { directionOf, placeOf } from './optics.ts';
import { sharedSpeeds } from './shared-way.ts';

const groupAxes: Readonly<Record<HeadGroup, readonly HeadAxis[]>> = { panTilt: ['pan', 'tilt'], zoom: ['zoom'] };
const headGroups: readonly HeadGroup[] = ['panTilt', 'zoom'];

interface MotorHeadOptions {
  readonly facts: Omit<HeadFacts, 'axes' | 'digital'>;
  readonly motors: HeadMotors;
  /** Whether the motors only move a window of the picture. */
  readonly digital?: boolean;
  readonly clock: Clock;
}

/** Head made of the motors of a board. The object stays while its motors come and go. */
export class MotorHead implements PtzHead {
  readonly #facts: MotorHeadOptions['facts'];
  readonly #digital: boolean;
  readonly #motors: MotorSet;
  readonly #groups: Readonly<Record<HeadGroup, AxisGroup>>;
  readonly #listeners = new Set<(status: HeadStatus) => void>();

  constructor({ facts, motors, digital = false, clock }: MotorHeadOptions) {
    this.#digital = digital;
    this.#facts = facts;
    this.#motors = new MotorSet(motors, clock, () => this.#tell());
    const group = (name: HeadGroup): AxisGroup => new AxisGroup(() => this.#motors.all(groupAxes[name]), clock);
    this.#groups = { panTilt: group('panTilt'), zoom: group('zoom') };
  }

  get facts(): HeadFacts {
    return { ...this.#facts, axes: this.#motors.facts, digital: this.#digital };
  }

  get status(): HeadStatus {
    const { position, error } = this.#motors;
    const { panTilt, zoom } = this.#groups;
    return {
      position,
      moving: { panTilt: panTilt.moving, zoom: zoom.moving },
      ...(error !== undefined && { error }),
    };
  }

  onStatus(listener: (status: HeadStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Takes the motors that work now. */
  update(hardware: Pick<Hardware, 'axes' | 'faults'>): void {
    this.#motors.update(hardware);
  }

  async moveTo(target: HeadPosition, speed: HeadSpeed = {}): Promise<HeadMoveEnd> {
    const goal = checkTargets(this.facts, target, speed);
    const fault = this.#checkReady(axesIn(goal));
    const command = new HeadCommand();
    const moves = this.#groupsOf(goal).flatMap((group) =>
      this.#groups[group].moveTo(command, this.#travels(groupAxes[group], goal, speed)),
    );
    return command.result(moves, fault);
  }

  moveAt(velocity: HeadPosition, timeout: number): void {
    const speeds = checkVelocity(this.facts, velocity);
    const driven = axesIn(speeds).filter((axis) => speeds[axis] !== 0);
    this.#checkReady(driven);
    const errors = this.#groupsOf(speeds).flatMap((group) => {
      const rates = groupAxes[group].flatMap((axis) => {
        const [motor, rate] = [this.#motors.one(axis), speeds[axis]];
        return motor === undefined || rate === undefined ? [] : [[motor, rate] as const];
      });
      return this.#groups[group].moveAt(new Map(rates), timeout);
    });
    const [error] = errors;
    if (error !== undefined && !driven.some((axis) => this.#motors.one(axis)?.status.state === 'moving')) throw error;
  }

  stop(groups: Readonly<Record<HeadGroup, boolean>>): void {
    for (const group of headGroups) if (groups[group]) this.#groups[group].stop();
  }

  async home(): Promise<void> {
    const lost = this.#motors.all().filter(({ status: { state } }) => state === 'fault' || state === 'unreferenced');
    const homes = await Promise.allSettled(lost.map((motor) => motor.home()));
    const failed = homes.find((end) => end.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  byFieldOfView(x: number, y: number): { readonly pan: number; readonly tilt: number } | undefined {
    const { pan, tilt, zoom = 0 } = this.#motors.position;
    const { optics } = this.#facts;
    if (optics === undefined || pan === undefined || tilt === undefined) return undefined;
    return directionOf(optics, { pan, tilt }, zoom, x, y);
  }

  inPicture(pan: number, tilt: number): { readonly x: number; readonly y: number } | undefined {
    const { pan: ownPan, tilt: ownTilt, zoom = 0 } = this.#motors.position;
    const { optics } = this.#facts;
    if (optics === undefined || ownPan === undefined || ownTilt === undefined) return undefined;
    return placeOf(optics, { pan: ownPan, tilt: ownTilt }, zoom, { pan, tilt });
  }

  /** Brings the axes to rest and lets them go; their owner closes them. */
  close(): void {
    this.stop({ panTilt: true, zoom: true });
    this.#motors.close();
    this.#listeners.clear();
  }

  #groupsOf(values: HeadPosition): readonly HeadGroup[] {
    const named = axesIn(values);
    return headGroups.filter((group) => groupAxes[group].some((axis) => named.includes(axis)));
  }

  /** Throws HalError 'busy', or 'gone' when none of the axes is open. Returns the error of the first that is not. */
  #checkReady(axes: readonly HeadAxis[]): HalError | undefined {
    for (const axis of axes) {
      const state = this.#motors.one(axis)?.status.state;
      if (state === 'homing' || state === 'unreferenced')
        throw new HalError('busy', `${axis} of head ${this.#facts.id} looks for its reference; try again soon`);
    }
    const missing = axes.find((axis) => this.#motors.one(axis) === undefined);
    if (missing === undefined) return undefined;
    const error = new HalError('gone', this.#motors.whyMissing(missing));
    if (this.#motors.all(axes).length === 0) throw error;
    return error;
  }

  #travels(axes: readonly HeadAxis[], goal: HeadPosition, speed: HeadSpeed): readonly Travel[] {
    const travels = axes.flatMap((axis) => {
      const [motor, target] = [this.#motors.one(axis), goal[axis]];
      if (motor === undefined || target === undefined) return [];
      const top = motor.facts.maxSpeed;
      return [{ motor, target, speed: Math.min(speed[axis] ?? top, top) }];
    });
    return axes.some((axis) => speed[axis] !== undefined) ? travels : together(travels);
  }

  #tell(): void {
    const { status } = this;
    for (const listener of [...this.#listeners]) listener(status);
  }
}

/** Travels at speeds with which all arrive together. */
function together(travels: readonly Travel[]): readonly Travel[] {
  const ways = travels.map(({ motor, target, speed: maxSpeed }) => {
    const { position = target, speed } = motor.status;
    return { position, speed, target, maxSpeed, acceleration: motor.facts.acceleration };
  });
  const speeds = sharedSpeeds(ways);
  return travels.map((travel, index) => ({ ...travel, speed: speeds[index] ?? travel.speed }));
}
