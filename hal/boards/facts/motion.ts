import type { LineFact } from '../../ports/digital-line.ts';
import type { AxisKind } from '../../ports/motor-axis.ts';
import type { I2cFact, PwmFact } from './line.ts';

/** Where a stepper finds its reference: a switch at one end of its travel. */
export interface EndStopFact {
  readonly line: LineFact;
  readonly end: 'min' | 'max';
}

/** Facts that both stepper kinds share. */
export interface StepperFact {
  /** Motor steps (half steps with four wires) for one unit of the axis. */
  readonly stepsPerUnit: number;
  /** Units a second, each second. */
  readonly acceleration: number;
  /** Steps lost when the direction changes. */
  readonly backlash: number;
  /** Absent: where it is switched on counts as the middle. */
  readonly endStop?: EndStopFact;
  /** Coils stay on at rest, for a load that would turn it; off when absent. */
  readonly hold?: boolean;
}

/** Two values of a device, at `min` and at `max` of its axis; the first above the second turns it round. */
export interface RangeFact {
  readonly min: number;
  readonly max: number;
}

/** What the values of a device may be at most, at either end of its axis. */
export const deviceRanges: Readonly<Record<'pulse' | 'code' | 'counts', RangeFact>> = {
  /** Of a servo, µs. */
  pulse: { min: 400, max: 2600 },
  /** Of a voice coil's 10-bit converter. */
  code: { min: 0, max: 1023 },
  /** Of a VISCA device: 16 bits, with a sign for pan and tilt, without one for zoom and focus. */
  counts: { min: -0x8000, max: 0xffff },
};

/** What moves an axis. A motor kind is one member here, one file in hal/motion, one line in its table. */
export type DriveFact =
  | { readonly kind: 'virtual'; readonly acceleration: number }
  | {
      readonly kind: 'servo';
      readonly pwm: PwmFact;
      /** Pulse widths, µs, 400..2600. */
      readonly pulse: RangeFact;
      /** Units a second, each second; five times the top speed when absent. */
      readonly acceleration?: number;
    }
  | ({
      readonly kind: 'four-wire-stepper';
      readonly coils: readonly [LineFact, LineFact, LineFact, LineFact];
    } & StepperFact)
  | ({
      readonly kind: 'step-direction-stepper';
      readonly step: LineFact;
      /** Active: towards `max`. */
      readonly direction: LineFact;
      readonly enable?: LineFact;
      /** µs a step's pulse lasts, 1..5000, at most half of the shortest step; 5 when absent. Slow optocouplers need more. */
      readonly pulse?: number;
    } & StepperFact)
  | {
      readonly kind: 'voice-coil';
      readonly chip: 'dw9714' | 'ad5398' | 'dw9807';
      readonly i2c: I2cFact;
      /** Codes of the 10-bit converter; 0 and 1023 when absent. */
      readonly code?: RangeFact;
    }
  | {
      readonly kind: 'pelco-d';
      /** Id of a serial port of the board. */
      readonly port: string;
      /** 1..255 */
      readonly address: number;
      /** The device answers position queries and goes to positions: not all do. */
      readonly positions?: boolean;
    }
  | {
      readonly kind: 'visca';
      readonly port: string;
      /** 1..7 */
      readonly address: number;
      /** Positions as the device counts them; 14.4 a degree, zoom 0..0x4000, focus 0xC000 (near)..0x1000 when absent. */
      readonly counts?: RangeFact;
    };

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
