import type { PelcoDDrive } from '../../boards/facts/drives/pelco-d.ts';
import type { AxisFact } from '../../boards/facts/motion.ts';
import { HalError } from '../../ports/hal-error.ts';
import type { AxisKind, MotorAxis } from '../../ports/motor-axis.ts';
import { systemClock } from '../../system/clock.ts';
import { axisFacts, fromDevice, toDevice } from '../axis/axis-facts.ts';
import type { MotionTools } from '../axis/motion-tools.ts';
import { RemoteAxis, type RemoteMotor } from '../axis/remote-axis.ts';
import { fromPelcoAngle, pelcoPositions, pelcoTop, toPelcoAngle } from './pelco-d-frames.ts';
import { type PelcoLine, pelcoLine } from './pelco-d-line.ts';

const zoomRange = { min: 0, max: 0xffff };

/**
 * A motor of a Pelco-D device. Zoom and focus have one speed, and a move to a position has the device's own. Devices that
 * answer position queries (the fact `positions`) are absolute, but for focus. No device was at hand: tested against the bytes of the protocol.
 */
export async function openPelcoAxis(fact: AxisFact, drive: PelcoDDrive, tools: MotionTools): Promise<MotorAxis> {
  const port = tools.serial(drive.port);
  const line = pelcoLine(port);
  const absolute = drive.positions === true && fact.axis !== 'focus';
  const motor = absolute ? placed(fact, drive, line, fact.axis) : driven(fact, drive, line);
  let start: number | undefined;
  let fault: HalError | undefined;
  try {
    start = await motor.position?.();
  } catch (error) {
    fault = error instanceof HalError ? error : new HalError('io', String(error), { cause: error });
  }
  const resolution = fact.axis === 'pan' || fact.axis === 'tilt' ? 0.01 : 1 / zoomRange.max;
  return new RemoteAxis({
    facts: axisFacts(fact, { resolution, absolute }),
    motor,
    line: port,
    clock: tools.clock ?? systemClock,
    // Devices round to whole steps of their motors.
    tolerance: (fact.max - fact.min) / 1000,
    start,
    fault,
  });
}

function driven(fact: AxisFact, { address }: PelcoDDrive, line: PelcoLine): RemoteMotor {
  const share = (speed: number): number => {
    const part = speed / fact.maxSpeed;
    // Slower than the slowest is the slowest, not a stop.
    return part === 0 ? 0 : Math.sign(part) * Math.max(1 / pelcoTop, Math.abs(part));
  };
  return { drive: (speed) => line.drive(address, fact.axis, share(speed)) };
}

function placed(fact: AxisFact, drive: PelcoDDrive, line: PelcoLine, kind: Exclude<AxisKind, 'focus'>): RemoteMotor {
  const codes = pelcoPositions[kind];
  return {
    ...driven(fact, drive, line),
    goTo: async (position) => {
      const value = kind === 'zoom' ? toDevice(fact, zoomRange, position) : toPelcoAngle(kind, position);
      await line.command(drive.address, codes.set, Math.round(value));
    },
    position: async () => {
      const value = await line.query(drive.address, codes.query, codes.reply);
      return kind === 'zoom' ? fromDevice(fact, zoomRange, value) : fromPelcoAngle(kind, value);
    },
  };
}
