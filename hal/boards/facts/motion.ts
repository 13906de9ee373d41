import { z } from 'zod';
import type { AxisKind } from '../../ports/motor-axis.ts';
import { type FourWireStepperDrive, fourWireStepperSchema } from './drives/four-wire-stepper.ts';
import { type PelcoDDrive, pelcoDSchema } from './drives/pelco-d.ts';
import { type ServoDrive, servoSchema } from './drives/servo.ts';
import { type StepDirectionStepperDrive, stepDirectionStepperSchema } from './drives/step-direction-stepper.ts';
import { stepRateFault } from './drives/stepper.ts';
import { type VirtualDrive, virtualSchema } from './drives/virtual.ts';
import { type ViscaDrive, viscaSchema } from './drives/visca.ts';
import { type VoiceCoilDrive, voiceCoilSchema } from './drives/voice-coil.ts';
import { idSchema, oneOf, positiveSchema, unionBy } from './values.ts';

/** Motor of an axis: one line here for each kind, the compiler then asks for its schema and for its driver in hal/motion. */
export type DriveFact =
  | VirtualDrive
  | ServoDrive
  | FourWireStepperDrive
  | StepDirectionStepperDrive
  | VoiceCoilDrive
  | PelcoDDrive
  | ViscaDrive;

const driveSchema = unionBy<DriveFact, 'kind'>('kind', {
  virtual: virtualSchema,
  servo: servoSchema,
  'four-wire-stepper': fourWireStepperSchema,
  'step-direction-stepper': stepDirectionStepperSchema,
  'voice-coil': voiceCoilSchema,
  'pelco-d': pelcoDSchema,
  visca: viscaSchema,
});

/** Axis of a board and the motor that moves it. */
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

/** Whether an axis moves to positions; the others move by speed only. */
export function movesToPositions({ axis, drive }: AxisFact): boolean {
  return drive.kind !== 'pelco-d' || (drive.positions === true && axis !== 'focus');
}

/** Farthest position of each axis: pan may turn twice, zoom and focus go from 0 to 1. */
const farthest: Readonly<Record<AxisKind, number>> = { pan: 720, tilt: 180, zoom: 1, focus: 1 };

export const axisSchema: z.ZodType<AxisFact> = z
  .strictObject({
    id: idSchema,
    axis: oneOf<AxisKind>({ pan: true, tilt: true, zoom: true, focus: true }),
    min: z.number(),
    max: z.number(),
    maxSpeed: positiveSchema,
    drive: driveSchema,
  })
  .refine(({ min, max }) => min < max, { message: 'min must be below max', path: ['min'] })
  .refine(({ axis, min, max }) => Math.max(-min, max) <= farthest[axis], {
    message: 'is farther than such an axis can go: pan ±720, tilt ±180 degrees, zoom and focus 0 to 1',
    path: ['max'],
  })
  .refine(({ axis, min }) => axis === 'pan' || axis === 'tilt' || min >= 0, {
    message: 'zoom and focus begin at 0',
    path: ['min'],
  })
  .superRefine(({ maxSpeed, drive }, context) => {
    const fault = 'stepsPerUnit' in drive ? stepRateFault(maxSpeed, drive) : undefined;
    if (fault !== undefined) context.addIssue({ code: 'custom', ...fault });
  });
