import type { StepDirectionStepperDrive } from '../../boards/facts/drives/step-direction-stepper.ts';
import type { AxisFact } from '../../boards/facts/motion.ts';
import type { MotorAxis } from '../../ports/motor-axis.ts';
import type { MotionTools } from '../axis/motion-tools.ts';
import { openStepper } from './open-stepper.ts';

/** Opens a motor behind a driver chip that takes a pulse a step (A4988, DRV8825, TMC2209 without its UART). */
export function openStepDirectionStepper(
  fact: AxisFact,
  drive: StepDirectionStepperDrive,
  tools: MotionTools,
): Promise<MotorAxis> {
  return openStepper(fact, drive, tools, async (open) => ({
    kind: 'step-direction',
    step: await open(drive.step, 'step'),
    direction: await open(drive.direction, 'direction'),
    enable: drive.enable && (await open(drive.enable, 'enable')),
    pulse: drive.pulse ?? 5,
  }));
}
