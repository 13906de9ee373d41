import type { Clock } from '../ports/clock.ts';
import { HalError, reasonOf } from '../ports/hal-error.ts';
import type { MotorAxis } from '../ports/motor-axis.ts';
import type { HeadMoveEnd } from '../ports/ptz-head.ts';
import type { HeadCommand } from './head-command.ts';

/** Move of one axis to a position at a speed, units a second. */
export interface Travel {
  readonly motor: MotorAxis;
  readonly target: number;
  readonly speed: number;
}

/** Axes that share one running command: a new one replaces it. */
export class AxisGroup {
  readonly #motors: () => readonly MotorAxis[];
  readonly #clock: Clock;
  #command: HeadCommand | undefined;
  #endTimeout: (() => void) | undefined;

  /** @param motors axes of the group that are open now */
  constructor(motors: () => readonly MotorAxis[], clock: Clock) {
    this.#motors = motors;
    this.#clock = clock;
  }

  get moving(): boolean {
    return this.#motors().some(({ status: { state } }) => state === 'moving' || state === 'homing');
  }

  /** Starts the moves of a command and brings the other axes to rest. Returns the end of each move. */
  moveTo(command: HeadCommand, travels: readonly Travel[]): readonly Promise<HeadMoveEnd>[] {
    this.#replace('replaced');
    this.#command = command;
    this.#restOthers(travels.map(({ motor }) => motor));
    return travels.map(async ({ motor, target, speed }) =>
      standsAt(motor, target) ? 'arrived' : motor.moveTo(target, speed),
    );
  }

  /** Moves at speeds until the timeout (ms), and brings the other axes to rest. Returns the errors of axes that do not move. */
  moveAt(speeds: ReadonlyMap<MotorAxis, number>, timeout: number): readonly HalError[] {
    this.#replace('replaced');
    this.#restOthers([...speeds.keys()]);
    const errors = [...speeds].flatMap(([motor, speed]) => drive(motor, speed) ?? []);
    if ([...speeds.values()].some((speed) => speed !== 0))
      this.#endTimeout = this.#clock.after(timeout, () => this.stop());
    return errors;
  }

  /** Brings all axes to rest with their ramps; a search for the reference goes on. */
  stop(): void {
    this.#replace('stopped');
    this.#restOthers([]);
  }

  #replace(how: 'replaced' | 'stopped'): void {
    this.#endTimeout?.();
    this.#endTimeout = undefined;
    this.#command?.end(how);
    this.#command = undefined;
  }

  #restOthers(named: readonly MotorAxis[]): void {
    for (const motor of this.#motors()) if (!named.includes(motor)) drive(motor, 0);
  }
}

function standsAt({ status, facts }: MotorAxis, target: number): boolean {
  return (
    status.state === 'idle' &&
    status.position !== undefined &&
    Math.abs(status.position - target) <= facts.resolution / 2
  );
}

/** Moves an axis at a speed, 0 ramps down. Returns the error of an axis that does not move. */
function drive(motor: MotorAxis, speed: number): HalError | undefined {
  if (speed === 0 && motor.status.state !== 'moving') return undefined;
  try {
    motor.moveAt(speed);
  } catch (error) {
    // An axis that does not take the command must not run on.
    if (speed === 0) motor.stop();
    return error instanceof HalError ? error : new HalError('io', reasonOf(error), { cause: error });
  }
  return undefined;
}
