import type { VirtualDrive } from '../boards/facts/drives/virtual.ts';
import type { AxisFact } from '../boards/facts/motion.ts';
import type { MotorAxis } from '../ports/motor-axis.ts';
import { clamp } from '../ports/range.ts';
import { systemClock } from '../system/clock.ts';
import { axisFacts } from './axis/axis-facts.ts';
import { type Actuator, GlidingAxis } from './axis/gliding-axis.ts';
import type { MotionTools } from './axis/motion-tools.ts';

/** Steps of a virtual motor over its travel. */
const steps = 20_000;

const nothing: Actuator = {
  prepare: async () => undefined,
  place: async () => undefined,
  powerOff: async () => undefined,
};

/** Opens a simulated motor with speed and inertia. Its start is 0, or the limit nearest to 0. */
export async function openVirtualAxis(fact: AxisFact, drive: VirtualDrive, tools: MotionTools): Promise<MotorAxis> {
  const start = clamp(0, fact);
  const { acceleration } = drive;
  return new GlidingAxis({
    facts: axisFacts(fact, { resolution: (fact.max - fact.min) / steps, acceleration }),
    acceleration,
    interval: 20,
    actuator: nothing,
    clock: tools.clock ?? systemClock,
    start,
    rest: start,
  });
}
