import type { VirtualDrive } from '../boards/facts/drives/virtual.ts';
import type { AxisFact } from '../boards/facts/motion.ts';
import type { MotorAxis } from '../ports/motor-axis.ts';
import { systemClock } from '../system/clock.ts';
import { axisFacts } from './axis/axis-facts.ts';
import { type Actuator, GlidingAxis } from './axis/gliding-axis.ts';
import type { MotionTools } from './axis/motion-tools.ts';

/** Steps of a virtual motor over its travel. */
const steps = 20_000;

const nothing: Actuator = {
  prepare: async () => undefined,
  place: async () => undefined,
  release: async () => undefined,
};

/** A motor that is not there, with the speed and the inertia of one. It begins at 0, or where its travel is nearest to it. */
export async function openVirtualAxis(fact: AxisFact, drive: VirtualDrive, tools: MotionTools): Promise<MotorAxis> {
  const start = Math.min(fact.max, Math.max(fact.min, 0));
  return new GlidingAxis({
    facts: axisFacts(fact, { resolution: (fact.max - fact.min) / steps, absolute: true }),
    acceleration: drive.acceleration,
    interval: 20,
    actuator: nothing,
    clock: tools.clock ?? systemClock,
    start,
    rest: start,
  });
}
