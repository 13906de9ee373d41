import type { FourWireStepperDrive } from '../../boards/facts/drives/four-wire-stepper.ts';
import type { AxisFact } from '../../boards/facts/motion.ts';
import type { MotorAxis } from '../../ports/motor-axis.ts';
import type { MotionTools } from '../axis/motion-tools.ts';
import { openStepper } from './open-stepper.ts';

/** Opens a motor with two coils on four lines (28BYJ-48 with ULN2003, or two H-bridges), in half steps. */
export function openFourWireStepper(
  fact: AxisFact,
  drive: FourWireStepperDrive,
  tools: MotionTools,
): Promise<MotorAxis> {
  return openStepper(fact, drive, tools, async (open) => {
    const [a, b, c, d] = drive.coils;
    return {
      kind: 'coils',
      coils: [await open(a, 'coil 1'), await open(b, 'coil 2'), await open(c, 'coil 3'), await open(d, 'coil 4')],
    };
  });
}
