import type { HeadAxis, HeadOptics } from '../ports/ptz-head.ts';
import type { AxisFact } from './facts/motion.ts';

/** Part of the field of view that the window crosses in a second at its top speed, and seconds from end to end of the zoom. */
const fastest = { share: 0.25, zoomSeconds: 2 } as const;
/** Seconds to the top speed. */
const ramp = 0.25;

/** Axes of a digital head, as if they were motors: pan and tilt reach as far as the window goes at the strongest zoom. */
export function digitalMotors(id: string, optics: HeadOptics): Readonly<Record<HeadAxis, AxisFact>> {
  const { horizontalFieldOfView, aspect, magnification } = optics;
  const pan = (horizontalFieldOfView / 2) * (1 - 1 / magnification);
  const fact = (axis: HeadAxis, min: number, max: number, maxSpeed: number): AxisFact => ({
    ...{ id: `${id}.${axis}`, axis, min, max, maxSpeed },
    drive: { kind: 'virtual', acceleration: maxSpeed / ramp },
  });
  const speed = horizontalFieldOfView * fastest.share;
  return {
    pan: fact('pan', -pan, pan, speed),
    tilt: fact('tilt', -pan / aspect, pan / aspect, speed / aspect),
    zoom: fact('zoom', 0, 1, 1 / fastest.zoomSeconds),
  };
}
