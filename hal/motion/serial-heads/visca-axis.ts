import type { ViscaDrive } from '../../boards/facts/drives/visca.ts';
import type { AxisFact } from '../../boards/facts/motion.ts';
import type { RangeFact } from '../../boards/facts/range.ts';
import { HalError } from '../../ports/hal-error.ts';
import type { MotorAxis } from '../../ports/motor-axis.ts';
import { systemClock } from '../../system/clock.ts';
import { axisFacts, fromDevice, toDevice } from '../axis/axis-facts.ts';
import type { MotionTools } from '../axis/motion-tools.ts';
import { RemoteAxis, type RemoteMotor } from '../axis/remote-axis.ts';
import { usualCounts, viscaHead, viscaTop } from './visca-head.ts';
import { type ViscaCommand, type ViscaLine, viscaLine } from './visca-line.ts';
import { fromNibbles, viscaBody } from './visca-packets.ts';

/** Speeds of zoom and focus. */
const lensSpeeds = 8;

/**
 * A motor of a VISCA device. Zoom and focus go to positions at the device's own speed. A device that does not answer leaves the axis in
 * fault, and `home` asks again. No device was at hand: tested against the bytes of the protocol.
 */
export async function openViscaAxis(fact: AxisFact, drive: ViscaDrive, tools: MotionTools): Promise<MotorAxis> {
  const port = tools.serial(drive.port);
  const line = viscaLine(port);
  const counts = drive.counts ?? usualCounts(fact.axis, fact);
  const motor =
    fact.axis === 'pan' || fact.axis === 'tilt'
      ? headMotor(fact, drive.address, line, counts, fact.axis)
      : lensMotor(fact, drive.address, line, counts, fact.axis);
  let start: number | undefined;
  let fault: HalError | undefined;
  try {
    start = await motor.position?.();
  } catch (error) {
    fault = error instanceof HalError ? error : new HalError('io', String(error), { cause: error });
  }
  const resolution = (fact.max - fact.min) / Math.abs(counts.max - counts.min);
  return new RemoteAxis({
    facts: axisFacts(fact, { resolution, absolute: true }),
    motor,
    line: port,
    clock: tools.clock ?? systemClock,
    tolerance: Math.max(2 * resolution, (fact.max - fact.min) / 1000),
    start,
    fault,
  });
}

/** A share of the top speed as a speed of the protocol: whatever moves does so at 1 at least. */
function speedOf(speed: number, { maxSpeed }: AxisFact, top: number): number {
  if (speed === 0) return 0;
  return Math.sign(speed) * Math.max(1, Math.min(top, Math.round((Math.abs(speed) / maxSpeed) * top)));
}

function headMotor(
  fact: AxisFact,
  address: number,
  line: ViscaLine,
  counts: RangeFact,
  motor: 'pan' | 'tilt',
): RemoteMotor {
  const head = viscaHead(line, address);
  const turned = counts.min > counts.max ? -1 : 1;
  return {
    drive: (speed) => head.drive(motor, turned * speedOf(speed, fact, viscaTop[motor])),
    goTo: (position, speed) =>
      head.goTo(motor, Math.round(toDevice(fact, counts, position)), speedOf(speed, fact, viscaTop[motor])),
    position: async () => fromDevice(fact, counts, (await head.positions())[motor]),
    onInterrupted: (listener) => head.onInterrupted(motor, listener),
  };
}

function lensMotor(
  fact: AxisFact,
  address: number,
  line: ViscaLine,
  counts: RangeFact,
  motor: 'zoom' | 'focus',
): RemoteMotor {
  const manual = async (): Promise<void> => {
    if (motor === 'focus') await line.command(address, viscaBody.manualFocus);
  };
  let going: ViscaCommand | undefined;
  return {
    drive: async (speed) => {
      await line.cancel(going);
      if (speed !== 0) await manual();
      await line.command(address, viscaBody.lens(motor, speedOf(speed, fact, lensSpeeds)));
    },
    goTo: async (position) => {
      await manual();
      going = await line.command(address, viscaBody.lensTo(motor, toDevice(fact, counts, position)));
    },
    position: async () => {
      const bytes = await line.inquire(address, viscaBody.lensPosition(motor), 4);
      return fromDevice(fact, counts, fromNibbles(bytes, 0));
    },
  };
}
