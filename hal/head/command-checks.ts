import { headAxes } from '../boards/head-facts.ts';
import { HalError } from '../ports/hal-error.ts';
import type { HeadAxis, HeadAxisFacts, HeadFacts, HeadPosition, HeadSpeed } from '../ports/ptz-head.ts';
import { clamp } from '../ports/range.ts';

/** Share of a range by which a number may exceed it: computed numbers have rounding errors. */
const slack = 1e-6;

/** Axes that a command names. */
export function axesIn(values: HeadPosition): readonly HeadAxis[] {
  return headAxes.filter((axis) => values[axis] !== undefined);
}

function factsOf({ id, axes }: HeadFacts, axis: HeadAxis): HeadAxisFacts {
  const facts = axes[axis];
  if (facts === undefined) throw new HalError('unsupported', `head ${id} has no ${axis}`);
  return facts;
}

function checked(values: HeadPosition, check: (axis: HeadAxis, value: number) => number): HeadPosition {
  return Object.fromEntries(axesIn(values).map((axis) => [axis, check(axis, values[axis] ?? Number.NaN)]));
}

/** Target within the limits of the axes. Throws HalError 'unsupported', 'out-of-range'. */
export function checkTargets(head: HeadFacts, target: HeadPosition, speed: HeadSpeed): HeadPosition {
  return checked(target, (axis, value) => {
    const { min, max, absolute } = factsOf(head, axis);
    if (!absolute) throw new HalError('unsupported', `${axis} of head ${head.id} moves by speed only`);
    const room = (max - min) * slack;
    if (!(value >= min - room && value <= max + room))
      throw new HalError('out-of-range', `${axis} of head ${head.id} goes from ${min} to ${max}, not to ${value}`);
    const rate = speed[axis];
    if (rate !== undefined && !(rate > 0))
      throw new HalError('out-of-range', `${axis} of head ${head.id} needs a speed above 0, not ${rate}`);
    return clamp(value, { min, max });
  });
}

/** Velocity within the speeds of the axes. Throws HalError 'unsupported', 'out-of-range'. */
export function checkVelocity(head: HeadFacts, velocity: HeadPosition): HeadPosition {
  return checked(velocity, (axis, value) => {
    const { maxSpeed } = factsOf(head, axis);
    if (!(Math.abs(value) <= maxSpeed * (1 + slack)))
      throw new HalError('out-of-range', `${axis} of head ${head.id} moves at ${maxSpeed} at most, not at ${value}`);
    return clamp(value, { min: -maxSpeed, max: maxSpeed });
  });
}
