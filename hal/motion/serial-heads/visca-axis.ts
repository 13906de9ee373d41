import type { ViscaDrive } from '../../boards/facts/drives/visca.ts';
import type { AxisFact } from '../../boards/facts/motion.ts';
import type { RangeFact } from '../../boards/facts/range.ts';
import type { MotorAxis } from '../../ports/motor-axis.ts';
import { clamp } from '../../ports/range.ts';
import { systemClock } from '../../system/clock.ts';
import { axisFacts, fromDevice, toDevice } from '../axis/axis-facts.ts';
import type { MotionTools } from '../axis/motion-tools.ts';
import { openRemoteAxis, type RemoteMotor } from '../axis/remote-axis.ts';
import { type ViscaBus, type ViscaCommand, viscaBus } from './visca-bus.ts';
import { usualCounts, viscaHead, viscaTop } from './visca-head.ts';
import { fromNibbles, viscaBody } from './visca-packets.ts';

/** Number of speeds of zoom and focus. */
const lensSpeeds = 8;

/**
 * Opens a motor of a VISCA device. Zoom and focus move to positions at the device's own speed. Tested against the bytes of the
 * protocol, without a device.
 */
export async function openViscaAxis(fact: AxisFact, drive: ViscaDrive, tools: MotionTools): Promise<MotorAxis> {
  const port = tools.serial(drive.port);
  const bus = viscaBus(port);
  const counts = drive.counts ?? usualCounts(fact.axis, fact);
  const motor =
    fact.axis === 'pan' || fact.axis === 'tilt'
      ? headMotor(fact, drive.address, bus, counts, fact.axis)
      : lensMotor(fact, drive.address, bus, counts, fact.axis);
  const resolution = (fact.max - fact.min) / Math.abs(counts.max - counts.min);
  return openRemoteAxis({
    facts: axisFacts(fact, { resolution }),
    motor,
    port,
    clock: tools.clock ?? systemClock,
    tolerance: Math.max(2 * resolution, (fact.max - fact.min) / 1000),
  });
}

/** Speed of the protocol for a share of the top speed; a moving motor has at least speed 1. */
function speedOf(speed: number, { maxSpeed }: AxisFact, top: number): number {
  if (speed === 0) return 0;
  return Math.sign(speed) * clamp(Math.round((Math.abs(speed) / maxSpeed) * top), { min: 1, max: top });
}

function headMotor(
  fact: AxisFact,
  address: number,
  bus: ViscaBus,
  counts: RangeFact,
  motor: 'pan' | 'tilt',
): RemoteMotor {
  const head = viscaHead(bus, address);
  const direction = counts.min > counts.max ? -1 : 1;
  return {
    drive: (speed) => head.drive(motor, direction * speedOf(speed, fact, viscaTop[motor])),
    goTo: (position, speed) =>
      head.goTo(motor, Math.round(toDevice(fact, counts, position)), speedOf(speed, fact, viscaTop[motor])),
    position: async () => fromDevice(fact, counts, (await head.positions())[motor]),
    onInterrupted: (listener) => head.onInterrupted(motor, listener),
  };
}

function lensMotor(
  fact: AxisFact,
  address: number,
  bus: ViscaBus,
  counts: RangeFact,
  motor: 'zoom' | 'focus',
): RemoteMotor {
  const manual = async (): Promise<void> => {
    if (motor === 'focus') await bus.command(address, viscaBody.manualFocus);
  };
  let running: ViscaCommand | undefined;
  return {
    drive: async (speed) => {
      await bus.cancel(running);
      if (speed !== 0) await manual();
      await bus.command(address, viscaBody.lens(motor, speedOf(speed, fact, lensSpeeds)));
    },
    goTo: async (position) => {
      await manual();
      running = await bus.command(address, viscaBody.lensTo(motor, toDevice(fact, counts, position)));
    },
    position: async () => {
      const bytes = await bus.inquire(address, viscaBody.lensPosition(motor), 4);
      return fromDevice(fact, counts, fromNibbles(bytes, 0));
    },
  };
}
