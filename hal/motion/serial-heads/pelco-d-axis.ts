import type { PelcoDDrive } from '../../boards/facts/drives/pelco-d.ts';
import { type AxisFact, movesToPositions } from '../../boards/facts/motion.ts';
import type { AxisKind, MotorAxis } from '../../ports/motor-axis.ts';
import { systemClock } from '../../system/clock.ts';
import { axisFacts, fromDevice, toDevice } from '../axis/axis-facts.ts';
import type { MotionTools } from '../axis/motion-tools.ts';
import { openRemoteAxis, type RemoteMotor } from '../axis/remote-axis.ts';
import { type PelcoBus, pelcoBus } from './pelco-d-bus.ts';
import { fromPelcoAngle, pelcoPositions, pelcoTop, toPelcoAngle } from './pelco-d-frames.ts';

const zoomRange = { min: 0, max: 0xffff };

/**
 * Opens a motor of a Pelco-D device. Zoom and focus have one speed, and moves to a position run at the device's own speed. Devices
 * that answer position queries (the fact `positions`) are absolute except for focus. Tested against the bytes of the protocol, without
 * a device.
 */
export async function openPelcoAxis(fact: AxisFact, drive: PelcoDDrive, tools: MotionTools): Promise<MotorAxis> {
  const port = tools.serial(drive.port);
  const bus = pelcoBus(port);
  const motor =
    movesToPositions(fact) && fact.axis !== 'focus'
      ? positioned(fact, drive, bus, fact.axis)
      : driven(fact, drive, bus);
  const resolution = fact.axis === 'pan' || fact.axis === 'tilt' ? 0.01 : 1 / zoomRange.max;
  return openRemoteAxis({
    facts: axisFacts(fact, { resolution }),
    motor,
    port,
    clock: tools.clock ?? systemClock,
    // Devices round positions to whole steps of their motors.
    tolerance: (fact.max - fact.min) / 1000,
  });
}

function driven(fact: AxisFact, { address }: PelcoDDrive, bus: PelcoBus): RemoteMotor {
  const share = (speed: number): number => {
    const part = speed / fact.maxSpeed;
    // A speed below the slowest becomes the slowest, not a stop.
    return part === 0 ? 0 : Math.sign(part) * Math.max(1 / pelcoTop, Math.abs(part));
  };
  return { drive: (speed) => bus.drive(address, fact.axis, share(speed)) };
}

function positioned(fact: AxisFact, drive: PelcoDDrive, bus: PelcoBus, kind: Exclude<AxisKind, 'focus'>): RemoteMotor {
  const codes = pelcoPositions[kind];
  return {
    ...driven(fact, drive, bus),
    goTo: async (position) => {
      const value = kind === 'zoom' ? toDevice(fact, zoomRange, position) : toPelcoAngle(kind, position);
      await bus.command(drive.address, codes.set, Math.round(value));
    },
    position: async () => {
      const value = await bus.query(drive.address, codes.query, codes.reply);
      return kind === 'zoom' ? fromDevice(fact, zoomRange, value) : fromPelcoAngle(kind, value);
    },
  };
}
