import type { LineFact } from '../ports/digital-line.ts';
import type { AxisKind } from '../ports/motor-axis.ts';
import type { I2cFact, PwmFact } from './line-facts.ts';

/** Where a stepper finds its reference: a switch at one end of its travel. */
export interface EndStopFact {
  readonly line: LineFact;
  readonly end: 'min' | 'max';
}

interface StepperFact {
  /** Motor steps for one unit of the axis. */
  readonly stepsPerUnit: number;
  /** Units a second, each second. */
  readonly acceleration: number;
  /** Steps lost when the direction changes. */
  readonly backlash: number;
  /** Absent: where it is switched on counts as the middle. */
  readonly endStop?: EndStopFact;
}

/** What moves an axis. A motor kind is one member here, one file in hal/motion, one line in its table. */
export type DriveFact =
  | { readonly kind: 'virtual'; readonly acceleration: number }
  | {
      readonly kind: 'servo';
      readonly pwm: PwmFact;
      /** Pulse widths at both ends of the travel, µs, 400..2600; min above max turns it round. */
      readonly pulse: { readonly min: number; readonly max: number };
    }
  | ({
      readonly kind: 'four-wire-stepper';
      readonly coils: readonly [LineFact, LineFact, LineFact, LineFact];
    } & StepperFact)
  | ({
      readonly kind: 'step-direction-stepper';
      readonly step: LineFact;
      readonly direction: LineFact;
      readonly enable?: LineFact;
    } & StepperFact)
  | { readonly kind: 'voice-coil'; readonly chip: 'dw9714' | 'ad5398' | 'dw9807'; readonly i2c: I2cFact }
  | { readonly kind: 'pelco-d'; readonly port: string; readonly address: number }
  | { readonly kind: 'visca'; readonly port: string; readonly address: number };

export interface AxisFact {
  readonly id: string;
  readonly axis: AxisKind;
  /** Degrees for pan and tilt, 0..1 for zoom and focus. */
  readonly min: number;
  readonly max: number;
  /** Units a second. */
  readonly maxSpeed: number;
  readonly drive: DriveFact;
}
