import type { AxisFact, DriveFact } from '../boards/facts/motion.ts';
import type { MotorAxis } from '../ports/motor-axis.ts';
import type { MotionTools } from './axis/motion-tools.ts';
import { openPelcoAxis } from './serial-heads/pelco-d-axis.ts';
import { openViscaAxis } from './serial-heads/visca-axis.ts';
import { openServoAxis } from './servo-axis.ts';
import { openFourWireStepper } from './stepper/four-wire-stepper.ts';
import { openStepDirectionStepper } from './stepper/step-direction-stepper.ts';
import { openVirtualAxis } from './virtual-axis.ts';
import { openVoiceCoilAxis } from './voice-coil-axis.ts';

type Kind = DriveFact['kind'];
type DriveOf<K extends Kind> = Extract<DriveFact, { kind: K }>;
type Open<K extends Kind> = (fact: AxisFact, drive: DriveOf<K>, tools: MotionTools) => Promise<MotorAxis>;

/** Drivers by kind of motor. */
const drivers: { readonly [K in Kind]: Open<K> } = {
  virtual: openVirtualAxis,
  servo: openServoAxis,
  'four-wire-stepper': openFourWireStepper,
  'step-direction-stepper': openStepDirectionStepper,
  'voice-coil': openVoiceCoilAxis,
  'pelco-d': openPelcoAxis,
  visca: openViscaAxis,
};

/**
 * Opens an axis; nothing moves. Rejects as the lines, the bus and the port do. A device that does not answer gives an axis in
 * `fault`, whose `home` tries again.
 */
export async function openAxis(fact: AxisFact, tools: MotionTools): Promise<MotorAxis> {
  const open = drivers[fact.drive.kind] as Open<Kind>;
  return open(fact, fact.drive, tools);
}
