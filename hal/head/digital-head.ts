import { digitalMotors } from '../boards/digital-motors.ts';
import type { AxisFact } from '../boards/facts/motion.ts';
import { GlidingAxis } from '../motion/axis/gliding-axis.ts';
import type { Clock } from '../ports/clock.ts';
import { HalError } from '../ports/hal-error.ts';
import type { AxisFacts, MotorAxis } from '../ports/motor-axis.ts';
import type { HeadFacts, HeadOptics } from '../ports/ptz-head.ts';
import { reachAt } from './crop-window.ts';
import { DigitalAxis } from './digital-axis.ts';
import { MotorHead } from './motor-head.ts';

/** Steps of an axis over its travel. */
const steps = 20_000;

const still = { prepare: async () => undefined, place: async () => undefined, powerOff: async () => undefined };

interface Motion {
  readonly facts: AxisFacts;
  readonly acceleration: number;
}

function motionOf({ id, axis: kind, min, max, maxSpeed, drive }: AxisFact): Motion {
  const acceleration = 'acceleration' in drive && drive.acceleration !== undefined ? drive.acceleration : maxSpeed;
  const range = { min, max, resolution: (max - min) / steps };
  return { facts: { id, kind, ...range, maxSpeed, acceleration, absolute: true, endless: false }, acceleration };
}

/** Axes that move a window: pan and tilt have the more room, the more the zoom magnifies. */
function openAxes(id: string, optics: HeadOptics, clock: Clock): readonly MotorAxis[] {
  const motors = digitalMotors(id, optics);
  const zoom = new GlidingAxis({ ...motionOf(motors.zoom), clock, interval: 20, actuator: still, start: 0, rest: 0 });
  const window = (axis: 'pan' | 'tilt'): DigitalAxis =>
    new DigitalAxis({
      ...motionOf(motors[axis]),
      clock,
      reach: () => {
        const reach = reachAt(optics, zoom.status.position ?? 0)[axis];
        return { min: -reach, max: reach };
      },
      zooming: () => zoom.status.state === 'moving',
    });
  const [pan, tilt] = [window('pan'), window('tilt')];
  zoom.onStatus(() => {
    pan.settle();
    tilt.settle();
  });
  return [pan, tilt, zoom];
}

/** Head that moves a window over the picture of its sources. */
export function digitalHead(facts: Omit<HeadFacts, 'axes' | 'digital'>, clock: Clock): MotorHead {
  const { id, optics } = facts;
  if (optics === undefined)
    throw new HalError('unsupported', `digital head ${id}: the size of its picture is not known`);
  const head = new MotorHead({ facts, motors: digitalMotors(id, optics), digital: true, clock });
  head.update({ axes: new Map(openAxes(id, optics, clock).map((axis) => [axis.facts.id, axis])), faults: [] });
  return head;
}
