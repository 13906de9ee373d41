import type { AxisStatus, MotorAxis } from '../../../hal/ports/motor-axis.ts';
import type { FocusStatus, FocusUnit } from './focus-unit.ts';

/** Focus motor as it came out of the hardware. */
export class AxisFocus implements FocusUnit {
  readonly axis: MotorAxis;
  readonly absolute: boolean;

  constructor(axis: MotorAxis) {
    this.axis = axis;
    this.absolute = axis.facts.absolute;
  }

  get status(): FocusStatus {
    const { state, position, reason }: AxisStatus = this.axis.status;
    const { min, max } = this.axis.facts;
    return {
      position: position === undefined ? undefined : (position - min) / (max - min),
      moving: state === 'moving' || state === 'homing',
      ...(state === 'fault' && { error: reason ?? 'the focus motor is in fault' }),
    };
  }

  async moveTo(position: number, speed: number): Promise<void> {
    const { min, max, maxSpeed } = this.axis.facts;
    const end = this.axis.moveTo(min + position * (max - min), speed * maxSpeed);
    // A refusal comes at once; a move ends much later, and its failures stand in the status.
    await Promise.race([end, new Promise((resolve) => setImmediate(resolve))]);
    end.catch(() => undefined);
  }

  moveAt(speed: number): void {
    this.axis.moveAt(speed * this.axis.facts.maxSpeed);
  }

  stop(): void {
    if (this.axis.status.state === 'moving') this.axis.stop();
  }
}
